import Glibc

/// The signals that ask a command to end: kept back from now on, and seen when it looks for them.
///
/// So what runs is finished first, and none is missed between looking and sleeping.
nonisolated struct EndSignals {
  private let signals: sigset_t

  init() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] { sigaddset(&signals, number) }
    // Under nohup(1) the end of the session is no reason to end.
    var hangUp = sigaction()
    sigaction(SIGHUP, nil, &hangUp)
    let isIgnored = unsafeBitCast(hangUp.__sigaction_handler.sa_handler, to: Int.self) == 1
    if !isIgnored { sigaddset(&signals, SIGHUP) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    self.signals = signals
  }

  /// Whether one came; waits for it, so long at most.
  func came(within patience: Duration = .zero) -> Bool {
    var signals = signals
    let end = ContinuousClock.now + patience
    while true {
      let (seconds, attoseconds) = max(end - ContinuousClock.now, .zero).components
      var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
      if sigtimedwait(&signals, nil, &time) > 0 { return true }
      if errno != EINTR { return false }
    }
  }
}

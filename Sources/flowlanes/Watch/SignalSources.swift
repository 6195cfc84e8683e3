import Dispatch
import Glibc

/// Signals as events on the main queue.
///
/// From `on` on a signal has no other effect: SIGTERM must not end the program before the terminal
/// is restored. Dispatch puts a handler of its own in the place of the default action, on a thread
/// of its own, so each registration is waited for: curses sets SIGTSTP aside while it draws and
/// then puts back what it found, which must be that handler; and what arrives meanwhile is held.
final class SignalSources {
  private let queue = DispatchQueue(label: "flowlanes.signals")
  private var sources: [any DispatchSourceSignal] = []

  /// Calls `handler` on the main actor whenever the signal comes.
  func on(_ number: Int32, _ handler: @escaping @MainActor () -> Void) {
    var held = sigset_t()
    sigemptyset(&held)
    sigaddset(&held, number)
    pthread_sigmask(SIG_BLOCK, &held, nil)

    let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
    source.setEventHandler { @Sendable in
      DispatchQueue.main.async { MainActor.assumeIsolated { handler() } }
    }
    // Not on the main queue, which nothing serves before dispatchMain().
    let registered = DispatchSemaphore(value: 0)
    source.setRegistrationHandler { @Sendable in registered.signal() }
    source.activate()
    registered.wait()
    sources.append(source)

    pthread_sigmask(SIG_UNBLOCK, &held, nil)
  }
}

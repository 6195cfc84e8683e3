import Dispatch
package import FlowModel

/// Polls a source at an interval, on a queue of its own, and hands on what came.
///
/// Polls never overlap. One that takes longer than the interval delays the next, and what fell due
/// meanwhile is one poll: at least as long as it took is left to the kernel before the next, so
/// that no more than half of the time goes into reading the table. And where polling would take more
/// of a processor core than it may (`mostLoad`), the interval is stretched.
package actor Poller {
  package typealias Deliver = @Sendable (Result<PollPart, KernelError>) -> Void

  private let executor = QueueExecutor(label: "flowlanes.poller")
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  private var source: any FlowSource
  private let deliver: Deliver
  private var interval: Duration = .seconds(1)
  private var timer: (any DispatchSourceTimer)?
  /// When the last poll began, how long it took, and how much processor time.
  private var last: (start: DispatchTime, took: UInt64, cost: UInt64)?
  /// The most of a processor core that polling may take, 0 to 1; nil for no limit.
  private let mostLoad: Double?
  private var polls = 0
  private var isResting = false

  /// `deliver` is called on the poller's queue with each part of a poll.
  ///
  /// The time that it takes counts as the poll's: whoever cannot follow may let it wait.
  package init(
    _ source: sending any FlowSource, mostLoad: Double? = nil, deliver: @escaping Deliver
  ) {
    self.source = source
    self.mostLoad = mostLoad
    self.deliver = deliver
  }

  /// Polls at once, and then at the interval, until `stop`.
  package func start(every interval: Duration) {
    self.interval = interval
    guard timer == nil else { return schedule() }
    let timer = DispatchSource.makeTimerSource(queue: executor.queue)
    timer.setEventHandler { @Sendable [weak self] in
      self?.assumeIsolated { $0.poll() }
    }
    self.timer = timer
    timer.schedule(deadline: .now())
    timer.activate()
  }

  /// Changes the interval; the next poll is that long after the last one.
  package func setInterval(_ interval: Duration) {
    self.interval = interval
    schedule()
  }

  /// Polls once as soon as may be, started or not; the interval counts anew from there.
  ///
  /// Asked for several times before it begins, it polls once.
  package func pollNow() {
    guard let timer else { return poll() }
    timer.schedule(deadline: .now())
  }

  /// Begins no poll by itself any more, or goes on: with the next one when it is due.
  package func rest(_ rests: Bool) {
    isResting = rests
    schedule()
  }

  /// Polls no more; what was started ends first.
  package func stop() {
    timer?.cancel()
    timer = nil
  }

  private func poll() {
    let start = DispatchTime.now()
    let cost = Clock.processor()
    do throws(KernelError) {
      try source.poll { deliver(.success($0)) }
    } catch {
      deliver(.failure(error))
    }
    polls += 1
    last = (
      start, DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds,
      Clock.processor() - cost
    )
    deliver(.success(.paced(pace)))
    schedule()
  }

  /// Sets the timer for the next poll: one shot, so that ticks cannot pile up.
  private func schedule() {
    guard let timer else { return }
    guard !isResting else { return timer.schedule(deadline: .distantFuture) }
    guard let last else { return timer.schedule(deadline: .now()) }
    let due = last.start.uptimeNanoseconds + pace.interval
    timer.schedule(deadline: DispatchTime(uptimeNanoseconds: due), leeway: .milliseconds(1))
  }

  private var pace: PollPace {
    let last = last ?? (.now(), 0, 0)
    let wanted = max(interval.nanoseconds, 2 * last.took)
    // The second poll is not put off: without it there are no rates.
    guard let mostLoad, mostLoad > 0, polls > 1 else {
      return PollPace(took: last.took, cost: last.cost, interval: wanted, isStretched: false)
    }
    let least = UInt64(min(Double(last.cost) / mostLoad, 3.6e12))
    return PollPace(
      took: last.took, cost: last.cost, interval: max(wanted, least), isStretched: least > wanted)
  }
}

extension Duration {
  /// Whole nanoseconds; 0 for a negative duration, and at most some hundred years.
  fileprivate var nanoseconds: UInt64 {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    return UInt64(min(seconds, 1 << 33)) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
  }
}

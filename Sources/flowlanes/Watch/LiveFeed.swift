import Dispatch
import FlowModel
import Netfilter
import Synchronization

/// Polls the kernel, on the poller's own queue.
final class LiveFeed: FlowFeed {
  private var source: KernelSource?
  private var poller: Poller?
  private var interval: Duration
  private let gate = FeedGate()

  init(_ source: sending KernelSource, interval: Duration) {
    self.source = source
    self.interval = interval
  }

  func start(_ deliver: @escaping @MainActor @Sendable (FeedEvent) -> Void) {
    guard let source = take() else { return }
    let gate = gate
    let poller = Poller(source) { @Sendable result in
      let event: FeedEvent =
        switch result {
        case .success(let part): .part(part)
        case .failure(let error): .failed(error.sentence + ".")
        }
      gate.enter()
      DispatchQueue.main.async {
        MainActor.assumeIsolated { deliver(event) }
        gate.leave()
      }
      if case .part(.ended) = event { gate.awaitTaken() }
    }
    self.poller = poller
    let interval = interval
    Task { await poller.start(every: interval) }
  }

  func setInterval(_ nanoseconds: UInt64) {
    interval = .nanoseconds(Int64(clamping: nanoseconds))
    guard let poller else { return }
    let interval = interval
    Task { await poller.setInterval(interval) }
  }

  func tookPoll() { gate.taken() }

  func pollNow() {
    guard let poller else { return }
    Task { await poller.pollNow() }
  }

  /// The source, to give away: from now on only the poller's queue touches it.
  private func take() -> sending KernelSource? {
    // The one reference moves from here into the actor.
    nonisolated(unsafe) let given = source
    source = nil
    return given
  }
}

/// Lets the poller wait for a main queue that is slower, so that nothing can pile up before it.
nonisolated private final class FeedGate: Sendable {
  /// Parts of a poll that may wait for the main queue.
  private let room = DispatchSemaphore(value: 8)
  private let whole = DispatchSemaphore(value: 0)

  func enter() { room.wait() }
  func leave() { room.signal() }
  func taken() { whole.signal() }
  func awaitTaken() { whole.wait() }
}

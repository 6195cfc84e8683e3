import Dispatch
import FlowModel
import Netfilter

/// Polls the kernel, on the poller's own queue.
final class LiveFeed: FlowFeed {
  private var source: KernelSource?
  private var poller: Poller?
  private var interval: Duration

  init(_ source: sending KernelSource, interval: Duration) {
    self.source = source
    self.interval = interval
  }

  func start(_ deliver: @escaping @MainActor @Sendable (FeedEvent) -> Void) {
    guard let source = take() else { return }
    let poller = Poller(source) { @Sendable result in
      let event: FeedEvent =
        switch result {
        case .success(let snapshot): .snapshot(snapshot)
        case .failure(let error): .failed(error.sentence + ".")
        }
      DispatchQueue.main.async { MainActor.assumeIsolated { deliver(event) } }
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

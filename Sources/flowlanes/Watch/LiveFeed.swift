import Dispatch
import FlowModel
import Netfilter
import Synchronization

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
    let newest = NewestEvent()
    let poller = Poller(source) { @Sendable result in
      let event: FeedEvent =
        switch result {
        case .success(let snapshot): .snapshot(snapshot)
        case .failure(let error): .failed(error.sentence + ".")
        }
      guard newest.put(event) else { return }
      DispatchQueue.main.async {
        MainActor.assumeIsolated { if let event = newest.take() { deliver(event) } }
      }
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

/// The event that the main queue has not come to yet.
///
/// A newer one takes its place, so that polls cannot pile up before a screen that is slower.
nonisolated private final class NewestEvent: Sendable {
  private let waiting = Mutex<FeedEvent?>(nil)

  /// Leaves an event; true when none was waiting.
  func put(_ event: FeedEvent) -> Bool {
    waiting.withLock { waiting in
      defer { waiting = event }
      return waiting == nil
    }
  }

  func take() -> FeedEvent? {
    waiting.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }
  }
}

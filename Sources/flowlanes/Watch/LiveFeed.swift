import CHeap
import Dispatch
import FlowModel
import Netfilter
import Synchronization

/// Polls the kernel, on the poller's own queue, and listens to the ends of flows between polls.
final class LiveFeed: FlowFeed {
  private var source: KernelSource?
  private var poller: Poller?
  private var interval: Duration
  private let gate = FeedGate()

  private let mostLoad: Double
  private let watchesEvents: Bool
  private var events: ConntrackEvents?

  /// `mostLoad` is the most of a processor core that polling may take, 0 to 1; 0 for no limit.
  init(
    _ source: sending KernelSource, interval: Duration, mostLoad: Double, watchesEvents: Bool
  ) {
    self.mostLoad = mostLoad
    self.watchesEvents = watchesEvents
    self.source = source
    self.interval = interval
  }

  func start(_ deliver: @escaping @MainActor @Sendable (FeedEvent) -> Void) {
    guard let source = take() else { return }
    flowlanes_heap_settle()
    let gate = gate
    let poller = Poller(source, mostLoad: mostLoad) { @Sendable result in
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
    // First, so that whatever the first poll does not see is told.
    if watchesEvents { listen(deliver) }
    Task { await poller.start(every: interval) }
  }

  /// Listens to the ends of flows; without them polls go on as ever.
  private func listen(_ deliver: @escaping @MainActor @Sendable (FeedEvent) -> Void) {
    // What finds no room here waits in the kernel, which tells when it loses it.
    let room = DispatchSemaphore(value: 4)
    do throws(KernelError) {
      let events = try ConntrackEvents { @Sendable report in
        room.wait()
        DispatchQueue.main.async {
          MainActor.assumeIsolated { deliver(.ends(report)) }
          room.signal()
        }
      }
      self.events = events
      events.start()
    } catch {
      deliver(.ends(.watch(.failed(error.sentence))))
    }
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

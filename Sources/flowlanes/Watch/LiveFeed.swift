import CHeap
import Dispatch
import FlowModel
import Netfilter

/// Polls the kernel, on the poller's own queue, and listens to the ends of flows between polls.
final class LiveFeed: FlowFeed {
  private var source: KernelSource?
  private var poller: Poller?
  private var interval: Duration
  /// Signalled once the poll that ended is taken in.
  private let taken = DispatchSemaphore(value: 0)
  private let mostLoad: Double
  private let watchesEvents: Bool
  private var events: ConntrackEvents?
  private var silence = Silence()
  private var clock: Ticker?

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
    let taken = taken
    let parts = MainGate(room: 8)
    let poller = Poller(source, mostLoad: mostLoad) { @Sendable [self] result in
      let event: FeedEvent =
        switch result {
        case .success(let part): .part(part)
        case .failure(let error): .failed(error.sentence + ".")
        }
      parts.pass { [self] in
        silence.hear(event)
        deliver(event)
      }
      if case .part(.ended) = event { taken.wait() }
    }
    self.poller = poller
    let interval = interval
    // First, so that whatever the first poll does not see is told.
    if watchesEvents { listen(deliver) }
    Task { await poller.start(every: interval) }
    watchSilence(deliver)
  }

  /// Tells of a poll that never ends: without it nothing would move, and nothing say why.
  private func watchSilence(_ deliver: @escaping @MainActor (FeedEvent) -> Void) {
    clock = Ticker(seconds: Silence.tick) { [self] in
      if let sentence = silence.pass() { deliver(.failed(sentence)) }
    }
  }

  /// Listens to the ends of flows; without them polls go on as ever.
  private func listen(_ deliver: @escaping @MainActor @Sendable (FeedEvent) -> Void) {
    // What finds no room here waits in the kernel, which tells when it loses it.
    let reports = MainGate(room: 4)
    do throws(KernelError) {
      let events = try ConntrackEvents { @Sendable report in
        reports.pass { deliver(.ends(report)) }
      }
      self.events = events
      events.start()
    } catch {
      deliver(.ends(.watch(.failed(error.sentence))))
    }
  }

  func setInterval(_ nanoseconds: UInt64) {
    interval = .nanoseconds(Int64(clamping: nanoseconds))
    silence.expect(nanoseconds)
    guard let poller else { return }
    let interval = interval
    Task { await poller.setInterval(interval) }
  }

  func rest(_ rests: Bool) {
    silence.rest(rests)
    guard let poller else { return }
    Task { await poller.rest(rests) }
  }

  func tookPoll() { taken.signal() }

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

/// Hands work to the main queue, and waits while too much of it stands before it already.
nonisolated private struct MainGate: Sendable {
  private let room: DispatchSemaphore

  init(room: Int) { self.room = DispatchSemaphore(value: room) }

  func pass(_ work: @escaping @MainActor @Sendable () -> Void) {
    room.wait()
    DispatchQueue.main.async { [room] in
      MainActor.assumeIsolated { work() }
      room.signal()
    }
  }
}

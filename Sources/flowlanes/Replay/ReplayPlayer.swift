import Dispatch
import FlowModel

/// Reads ahead by one snapshot and hands it on when its time has come, and the one before was taken:
/// in a recording whose clock stands still all are due at once.
///
/// `@unchecked Sendable`: everything is touched on `queue` alone.
nonisolated final class ReplayPlayer: @unchecked Sendable {
  /// A gap in a recording (its machine slept) is not waited for longer than this; nanoseconds.
  private static let longestWait: UInt64 = 10_000_000_000
  /// How much before a moment that is wound to is played at once, so that rates and histories are
  /// those of that moment; nanoseconds.
  private static let runUp: UInt64 = 150_000_000_000

  /// Takes an event, and calls back when it was dealt with.
  typealias Deliver = @Sendable (FeedEvent, _ taken: @escaping @Sendable () -> Void) -> Void

  private let queue = DispatchQueue(label: "flowlanes.replay")
  private var reader: SnapshotReader
  private let reopen: (@Sendable () throws -> SnapshotReader)?
  private let loops: Bool
  private var deliver: Deliver = { _, _ in }
  /// When the last snapshot was handed on, and the recording's own time of it.
  private var last: (at: DispatchTime, time: UInt64)?
  /// The snapshot that was read last, by the calendar; nil before the first.
  private var read: UInt64?
  private var count = 0
  private var speed = 1.0
  /// The moment that is being wound to; nil when none is.
  private var target: UInt64?
  private var isResting = false
  /// What came due meanwhile.
  private var held: Snapshot?
  /// Counts windings: what was scheduled before the last one is no longer wanted.
  private var generation = 0

  init(
    _ reader: SnapshotReader, reopen: (@Sendable () throws -> SnapshotReader)?, loops: Bool
  ) {
    self.reader = reader
    self.reopen = reopen
    self.loops = loops
  }

  func start(_ deliver: @escaping Deliver) {
    queue.async { [self] in
      self.deliver = deliver
      advance()
    }
  }

  func setSpeed(_ speed: Double) { queue.async { [self] in self.speed = speed } }

  /// Hands on no snapshot any more, or goes on where it was.
  func rest(_ rests: Bool) {
    queue.async { [self] in
      isResting = rests
      guard !rests, let snapshot = held else { return }
      held = nil
      hand(on: snapshot, at: .now())
    }
  }

  func seek(to wallTime: UInt64) {
    queue.async { [self] in
      if wallTime < read ?? 0 {
        guard let reopen else {
          return deliver(
            .ended("This recording comes through a pipe: it cannot be wound back.")
          ) {}
        }
        guard let again = try? reopen() else {
          return deliver(.failed("The recording cannot be opened again.")) {}
        }
        reader = again
        count = 0
      }
      generation += 1
      last = nil
      held = nil
      target = wallTime
      advance()
    }
  }

  private func advance() {
    do throws(CommandFailure) {
      var skipped: Snapshot?
      while let snapshot = try reader.next() {
        read = snapshot.wallTime
        count += 1
        guard let target, snapshot.wallTime + Self.runUp < target else { return schedule(snapshot) }
        skipped = snapshot
      }
      // Behind the end there is nothing: its last moment is shown.
      if let skipped {
        target = nil
        return schedule(skipped)
      }
      try end()
    } catch {
      deliver(.failed(error.sentence)) {}
    }
  }

  private func say(_ sentence: String) { deliver(.ended(sentence)) {} }

  private func schedule(_ snapshot: Snapshot) {
    var due = DispatchTime.now()
    if let wanted = target {
      if snapshot.wallTime >= wanted { target = nil }
    } else if let last, snapshot.time > last.time {
      // A live stream that came late is shown at once; one that came early waits for its time.
      let wait = min(Double(snapshot.time - last.time) / speed, Double(Self.longestWait))
      due = max(due, last.at + .nanoseconds(Int(wait)))
    }
    let moment = due
    let current = generation
    queue.asyncAfter(deadline: moment) { [self] in
      guard current == generation else { return }
      if isResting { held = snapshot } else { hand(on: snapshot, at: moment) }
    }
  }

  private func hand(on snapshot: Snapshot, at moment: DispatchTime) {
    last = (moment, snapshot.time)
    let current = generation
    deliver(.snapshot(snapshot)) { [self] in
      queue.async { [self] in if current == generation { advance() } }
    }
  }

  private func end() throws(CommandFailure) {
    target = nil
    guard count > 0 else {
      return say("The recording holds no poll of the conntrack table.")
    }
    guard loops, let reopen else {
      let cut = reader.wasCutShort ? " in the middle of a block: it was cut short" : ""
      return say("The recording has ended\(cut).")
    }
    guard let again = try? reopen() else { return }
    reader = again
    // A breath, so that the end is seen before the beginning.
    last = nil
    read = nil
    count = 0
    let current = generation
    queue.asyncAfter(deadline: .now() + .seconds(2)) { [self] in
      if current == generation { advance() }
    }
  }
}

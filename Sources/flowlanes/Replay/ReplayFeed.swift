import Dispatch
import FlowModel

/// Plays a recording at the pace it was made, on a queue of its own.
final class ReplayFeed: FlowFeed {
  private let player: ReplayPlayer

  /// `restart` opens the recording again at its end; nil lets it end.
  init(_ reader: SnapshotReader, restart: (@Sendable () throws -> SnapshotReader)?) {
    player = ReplayPlayer(reader, restart: restart)
  }

  func start(_ deliver: @escaping @MainActor @Sendable (FeedEvent) -> Void) {
    player.start { event, taken in
      DispatchQueue.main.async {
        MainActor.assumeIsolated { deliver(event) }
        taken()
      }
    }
  }

  func setInterval(_ nanoseconds: UInt64) {}
  func pollNow() {}
}

/// Reads ahead by one snapshot and hands it on when its time has come, and the one before was taken:
/// in a recording whose clock stands still all are due at once.
///
/// `@unchecked Sendable`: everything is touched on `queue` alone.
nonisolated private final class ReplayPlayer: @unchecked Sendable {
  /// A gap in a recording (its machine slept) is not waited for longer than this; nanoseconds.
  private static let longestWait: UInt64 = 10_000_000_000

  /// Takes an event, and calls back when it was dealt with.
  typealias Deliver = @Sendable (FeedEvent, _ taken: @escaping @Sendable () -> Void) -> Void

  private let queue = DispatchQueue(label: "flowlanes.replay")
  private var reader: SnapshotReader
  private let restart: (@Sendable () throws -> SnapshotReader)?
  private var deliver: Deliver = { _, _ in }
  /// When the last snapshot was handed on, and the recording's own time of it.
  private var last: (at: DispatchTime, time: UInt64)?
  private var count = 0

  init(_ reader: SnapshotReader, restart: (@Sendable () throws -> SnapshotReader)?) {
    self.reader = reader
    self.restart = restart
  }

  func start(_ deliver: @escaping Deliver) {
    queue.async { [self] in
      self.deliver = deliver
      advance()
    }
  }

  private func advance() {
    do throws(CommandFailure) {
      if let snapshot = try reader.next() {
        schedule(snapshot)
      } else {
        try end()
      }
    } catch {
      deliver(.failed(error.sentence)) {}
    }
  }

  private func say(_ sentence: String) { deliver(.ended(sentence)) {} }

  private func schedule(_ snapshot: Snapshot) {
    var due = DispatchTime.now()
    if let last, snapshot.time > last.time {
      // A live stream that came late is shown at once; one that came early waits for its time.
      due = max(due, last.at + .nanoseconds(Int(min(snapshot.time - last.time, Self.longestWait))))
    }
    let moment = due
    queue.asyncAfter(deadline: moment) { [self] in
      last = (moment, snapshot.time)
      count += 1
      deliver(.snapshot(snapshot)) { [self] in queue.async { [self] in advance() } }
    }
  }

  private func end() throws(CommandFailure) {
    guard count > 0 else {
      return say("The recording holds no poll of the conntrack table.")
    }
    guard let restart else {
      let cut = reader.wasCutShort ? " in the middle of a block: it was cut short" : ""
      return say("The recording has ended\(cut).")
    }
    guard let again = try? restart() else { return }
    reader = again
    // A breath, so that the end is seen before the beginning.
    last = nil
    count = 0
    queue.asyncAfter(deadline: .now() + .seconds(2)) { [self] in advance() }
  }
}

import Dispatch
import FlowModel

/// Plays a recording at the pace it was made, or another, on a queue of its own.
final class ReplayFeed: FlowFeed {
  private let player: ReplayPlayer

  /// `reopen` opens the recording again, to wind back; nil where it comes through a pipe.
  init(
    _ reader: SnapshotReader, reopen: (@Sendable () throws -> SnapshotReader)?, loops: Bool
  ) {
    player = ReplayPlayer(reader, reopen: reopen, loops: loops)
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
  func rest(_ rests: Bool) { player.rest(rests) }
  func seek(to wallTime: UInt64) { player.seek(to: wallTime) }
  func setSpeed(_ speed: Double) { player.setSpeed(speed) }
}

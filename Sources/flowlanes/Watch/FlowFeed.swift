import FlowModel
import Netfilter

/// What a feed has to tell.
enum FeedEvent: Sendable {
  case snapshot(Snapshot)
  /// A part of a poll.
  case part(PollPart)
  /// What the kernel told of the ends of flows, and whether it does.
  case ends(ConntrackEvents.Report)
  /// No snapshot this time, and why, as one sentence.
  case failed(String)
  /// There will be no more, and why, as one sentence.
  case ended(String)
}

/// Where the dashboard's snapshots come from: the kernel or a recording.
protocol FlowFeed: AnyObject {
  /// Begins; each event comes on the main actor, in order.
  func start(_ deliver: @escaping @MainActor @Sendable (FeedEvent) -> Void)
  /// Changes the time between two polls; nanoseconds. A recording keeps its own pace.
  func setInterval(_ nanoseconds: UInt64)
  func pollNow()
  /// Begins no poll any more, or goes on.
  func rest(_ rests: Bool)
  /// Says that the poll that ended is taken in: the next one may begin.
  func tookPoll()
  /// Winds a recording to a moment of its calendar; nanoseconds since 1970.
  ///
  /// A live router has no other moment than now.
  func seek(to wallTime: UInt64)
  /// Plays a recording so many times as fast as it was made.
  func setSpeed(_ speed: Double)
}

extension FlowFeed {
  func tookPoll() {}
  func seek(to wallTime: UInt64) {}
  func setSpeed(_ speed: Double) {}
}

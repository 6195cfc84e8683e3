/// A flow as the store follows it from poll to poll.
package struct FlowRecord: Sendable {
  package internal(set) var flow: Flow
  /// Clock of the first and the last poll that saw it; nanoseconds, `Snapshot.time`.
  package internal(set) var firstSeen: UInt64
  package internal(set) var lastSeen: UInt64
  /// The clock when a poll first missed it, or nil while it lives.
  package internal(set) var endedAt: UInt64?
  package internal(set) var rates = Rates()
  /// Lane changes, oldest first; the first entry is the lane it was first seen in.
  package internal(set) var moves: [LaneMove]
  /// The clock when it came into its lane, as the polls saw it.
  var laneSince: UInt64
  /// The clock of the last poll that saw the packet counters of a direction move; nil when none did.
  package internal(set) var origMoved: UInt64?
  package internal(set) var replyMoved: UInt64?
  var meter: RateMeter
  /// The number of the last snapshot that held it, to find those that are gone.
  var seenIn: UInt64

  init(_ flow: Flow, in snapshot: Snapshot) {
    self.flow = flow
    firstSeen = snapshot.time
    lastSeen = snapshot.time
    moves = [LaneMove(wallTime: snapshot.wallTime, from: nil, to: flow.lane)]
    laneSince = snapshot.time
    meter = RateMeter(flow, at: snapshot.time)
    seenIn = snapshot.number
  }

  /// Notes which directions have counted more packets since the last sighting.
  mutating func noteMovement(to new: Flow, at time: UInt64) {
    if Self.hasGrown(flow.origCounters, new.origCounters) { origMoved = time }
    if Self.hasGrown(flow.replyCounters, new.replyCounters) { replyMoved = time }
  }

  private static func hasGrown(_ old: Counters?, _ new: Counters?) -> Bool {
    guard let old, let new else { return false }
    return new.packets > old.packets
  }

  package var key: FlowKey { flow.key }
  package var lane: Lane { flow.lane }
  package var hasEnded: Bool { endedAt != nil }

  /// How many lane changes are remembered for one flow.
  static let rememberedMoves = 24

  /// How long the flow has existed, in nanoseconds: by the kernel's own stamp where there is one
  /// (`exact`), else since we first saw it.
  package func age(time: UInt64, wallTime: UInt64) -> (nanoseconds: UInt64, exact: Bool) {
    let end = endedAt ?? time
    if let start = flow.start {
      let now = wallTime &- (time &- end)
      return (now > start ? now - start : 0, true)
    }
    return (end > firstSeen ? end - firstSeen : 0, false)
  }
}

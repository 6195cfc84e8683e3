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
  /// What entries carried that this one stands in the place of: after a reset, or a pin.
  package internal(set) var carried: CarriedCounters?
  var meter: RateMeter
  /// The number of the last snapshot that held it, to find those that are gone.
  var seenIn: UInt64
  /// Another record goes on in its place.
  var isReplaced = false

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

  /// Whether packets came while it was watched.
  package var hasMoved: Bool { origMoved != nil || replyMoved != nil }

  private static func hasGrown(_ old: Counters?, _ new: Counters?) -> Bool {
    guard let old, let new else { return false }
    return new.packets > old.packets
  }

  /// Goes on where the record of the entry before stopped.
  mutating func takeOver(_ before: FlowRecord, _ carried: CarriedCounters) {
    firstSeen = before.firstSeen
    self.carried = carried
    var after = moves[...]
    if let first = after.popFirst(), first.to != before.lane {
      after = [LaneMove(wallTime: first.wallTime, from: before.lane, to: first.to)] + after
    } else {
      laneSince = after.isEmpty ? before.laneSince : laneSince
    }
    moves = (before.moves + after).suffix(Self.rememberedMoves)
  }

  /// What the flow has carried in each direction, through every entry that it had.
  package var origCounters: Counters? { Self.sum(flow.origCounters, carried?.orig) }
  package var replyCounters: Counters? { Self.sum(flow.replyCounters, carried?.reply) }

  /// Bytes of both directions, or nil when the kernel counts neither.
  package var totalBytes: UInt64? {
    carried == nil ? flow.totalBytes : Self.sum(origCounters, replyCounters)?.bytes
  }

  /// Packets of both directions, or nil when the kernel counts neither.
  package var totalPackets: UInt64? {
    carried == nil ? flow.totalPackets : Self.sum(origCounters, replyCounters)?.packets
  }

  static func sum(_ a: Counters?, _ b: Counters?) -> Counters? {
    guard let a, let b else { return a ?? b }
    return Counters(packets: a.packets &+ b.packets, bytes: a.bytes &+ b.bytes)
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
    if let start = carried?.start ?? flow.start {
      let now = wallTime &- (time &- end)
      return (now > start ? now - start : 0, true)
    }
    return (end > firstSeen ? end - firstSeen : 0, false)
  }
}

/// What entries had that are gone while their flow lives on; aside, for few flows have them.
package final class CarriedCounters: Sendable {
  package let orig: Counters?
  package let reply: Counters?
  /// `CTA_TIMESTAMP_START` of the first entry.
  let start: UInt64?

  init(orig: Counters?, reply: Counters?, start: UInt64?) {
    self.orig = orig
    self.reply = reply
    self.start = start
  }
}

/// A flow as the store follows it from poll to poll.
package struct FlowRecord: Sendable {
  package let flow: Flow
  /// Clock of the first and the last poll that saw it; nanoseconds, `Snapshot.time`.
  package let firstSeen: UInt64
  package let lastSeen: UInt64
  /// The clock when a poll first missed it, or nil while it lives.
  package let endedAt: UInt64?
  package let rates: Rates
  /// The clock when it came into its lane, as the polls saw it.
  let laneSince: UInt64
  /// The clock of the last poll that saw the packet counters of a direction move; nil when none did.
  package let origMoved: UInt64?
  package let replyMoved: UInt64?
  private let aside: RecordAside?
  /// Nanoseconds since 1970 of the first poll that saw it.
  private let firstWallTime: UInt64

  init(_ packed: PackedRecord, aside: RecordAside?, _ clock: StoreClock) {
    flow = RecordTable.flow(packed, aside)
    firstSeen = clock.time(packed.firstSeen)
    lastSeen = packed.seenIn == clock.polls ? clock.now : clock.time(packed.lastSeen)
    endedAt = packed.hasEnded ? clock.time(packed.lastSeen) : nil
    rates = packed.rates
    laneSince = clock.time(packed.laneSince)
    origMoved = clock.optionalTime(packed.origMoved)
    replyMoved = clock.optionalTime(packed.replyMoved)
    firstWallTime = clock.wallTime(packed.firstSeen)
    self.aside = aside
  }

  /// Lane changes, oldest first; the first entry is the lane it was first seen in.
  package var moves: [LaneMove] {
    guard let moves = aside?.moves, !moves.isEmpty else {
      return [LaneMove(wallTime: firstWallTime, from: nil, to: lane)]
    }
    return moves
  }

  /// What entries carried that this one stands in the place of: after a reset, or a pin.
  package var carried: CarriedCounters? { aside?.carried }

  /// Whether packets came while it was watched.
  package var hasMoved: Bool { origMoved != nil || replyMoved != nil }

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

  package var history: FlowHistory {
    let last = moves.last
    return FlowHistory(
      now: lastSeen, firstSeen: firstSeen,
      wasFaster: aside?.moves.contains {
        $0.from.map { $0.rawValue > lane.rawValue } ?? false
      } ?? false,
      laneSince: last?.from == nil ? nil : laneSince, origMoved: origMoved, replyMoved: replyMoved)
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

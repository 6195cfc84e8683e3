/// A flow's record as the store keeps it.
struct PackedRecord: Sendable {
  var flow: PackedFlow
  var firstSeen: StoreClock.Tick
  /// The last poll that saw it, or when it ended.
  var lastSeen: StoreClock.Tick
  /// When it came into its lane.
  var laneSince: StoreClock.Tick
  /// When the packet counters of a direction were seen to move last; 0 for never.
  var origMoved: StoreClock.Tick = 0
  var replyMoved: StoreClock.Tick = 0
  /// The number of the last poll that held it; 0 once it has ended.
  var seenIn: UInt32
  /// Its place among the asides plus 1; 0 for none.
  var aside: UInt32 = 0
  /// Bits per second; not a number where it is not known.
  private var origRate = Float.nan
  private var replyRate = Float.nan

  init(_ flow: PackedFlow, _ clock: StoreClock) {
    self.flow = flow
    let now = clock.tick
    firstSeen = now
    lastSeen = now
    laneSince = now
    seenIn = clock.polls
  }

  var hasEnded: Bool { seenIn == 0 }
  var lane: Lane { flow.lane }

  var rates: Rates {
    get {
      Rates(
        orig: origRate.isNaN ? nil : Double(origRate),
        reply: replyRate.isNaN ? nil : Double(replyRate))
    }
    set {
      origRate = newValue.orig.map { Float($0) } ?? .nan
      replyRate = newValue.reply.map { Float($0) } ?? .nan
    }
  }

  /// Both directions together; nil only when neither is known.
  var rate: Double? {
    if origRate.isNaN { return replyRate.isNaN ? nil : Double(replyRate) }
    return Double(origRate) + (replyRate.isNaN ? 0 : Double(replyRate))
  }

  /// What its counters said last, as the meter takes it; nil where nothing is counted.
  func sample(at time: UInt64) -> RateMeter.Sample? {
    flow.isCounted
      ? RateMeter.Sample(time: time, orig: flow.origBytes, reply: flow.replyBytes) : nil
  }

  /// Takes what a poll saw of the flow, and notes which directions have counted more packets.
  mutating func see(_ new: PackedFlow, _ tick: StoreClock.Tick, _ poll: UInt32) {
    if Self.hasGrown(flow.origCounters, new.origCounters) { origMoved = tick }
    if Self.hasGrown(flow.replyCounters, new.replyCounters) { replyMoved = tick }
    flow = new
    lastSeen = tick
    seenIn = poll
  }

  /// Takes the final counters of the flow, and notes which directions have counted more packets.
  ///
  /// False where they are not its own but those of a flow with the same key, which lived before or after:
  /// it had its final ones already, or more than these.
  mutating func takeLast(_ last: PackedFlow, _ tick: StoreClock.Tick) -> Bool {
    guard !flow.isFinal,
      !last.isCounted || last.origBytes >= flow.origBytes && last.replyBytes >= flow.replyBytes
    else { return false }
    if Self.hasGrown(flow.origCounters, last.origCounters) { origMoved = tick }
    if Self.hasGrown(flow.replyCounters, last.replyCounters) { replyMoved = tick }
    flow.takeFinal(last)
    return true
  }

  private static func hasGrown(_ old: Counters?, _ new: Counters?) -> Bool {
    guard let old, let new else { return false }
    return new.packets > old.packets
  }
}

/// What few flows have, kept aside so that the many stay small.
struct RecordAside: Sendable {
  /// The flow as it was, where it does not fit into a record.
  var odd: OddFlow?
  var extras: FlowExtras?
  /// Lane changes, oldest first; empty for a flow that was seen in one lane only.
  var moves: [LaneMove] = []
  var carried: CarriedCounters?
  var hardware: HardwareMeter?

  var isEmpty: Bool {
    odd == nil && extras == nil && moves.isEmpty && carried == nil && hardware == nil
  }
}

/// A flow on its own.
final class OddFlow: Hashable, Sendable {
  let flow: Flow

  init(_ flow: Flow) { self.flow = flow }

  static func == (a: OddFlow, b: OddFlow) -> Bool { a.flow == b.flow }

  func hash(into hasher: inout Hasher) { hasher.combine(flow) }
}

/// All flows of one router through time: who they are, how fast, in which lane, and who has gone.
///
/// A poll is taken in by parts, so that a million flows keep nobody waiting: `begin`, `take` for each
/// batch of flows, `close`, `settle` for each range of places, `sumUp`, `finish`. `apply` does it all at once.
package struct FlowStore: Sendable {
  /// How long a flow that ended stays listed; nanoseconds.
  package var keepsEnded: UInt64 = 5_000_000_000

  /// Every flow, in no order; those that ended lately are among them.
  package internal(set) var records = RecordTable()
  /// The lanes' totals as of the last poll.
  package private(set) var totals = LaneTotals()
  package private(set) var history = LaneHistory()
  package private(set) var trust = CounterTrust.mixed
  /// What the last poll changed.
  package private(set) var changes = PollChanges()
  /// Clock of the last poll, and the same by the calendar; nanoseconds.
  package private(set) var time: UInt64 = 0
  package private(set) var wallTime: UInt64 = 0

  /// How many broken dumps in a row must lack a flow to say that it ended.
  private static let brokenDumps: UInt32 = 10

  /// Whether the last poll held every flow there was: what it lacked began after it.
  private var wasWhole = false
  private var conditions = RateMeter.Conditions()
  /// Where the next flow is likely to be: the kernel lists a table in the same order at each poll.
  private var guess = 0
  private var isWhole = false
  /// Places to be let go of, in order.
  private var gone: [Int] = []
  private var sums = LaneTotals()
  private var newChanges = PollChanges()
  /// Ends that the kernel told, between polls and during them.
  var endings = Endings()
  /// Whether the poll has shown a flow in a faster lane than slow.
  package private(set) var offloadsSome = false

  package init() {}

  /// The record of a flow, or nil when the store no longer holds it.
  package func record(_ key: FlowKey) -> FlowRecord? { place(of: key).map { records[$0] } }

  /// The place in `records` of a flow, or nil; good until the next poll ends.
  package func place(of key: FlowKey) -> Int? { records.place(of: key) }

  /// Takes in a poll.
  ///
  /// `held` names flows that stay listed after their end.
  package mutating func apply(_ snapshot: Snapshot, holding held: Set<FlowKey> = []) {
    begin(PollStart(snapshot))
    take(FlowBatch(snapshot.flows))
    close(isWhole: snapshot.isWhole)
    settle(0..<records.count, holding: held)
    sumUp()
    _ = finish()
  }

  // MARK: A poll by parts

  package mutating func begin(_ poll: PollStart) {
    // A recording that began again, or another one: nothing of the past holds.
    if poll.time < records.clock.now {
      records = RecordTable()
      history = LaneHistory()
      endings = Endings()
      wasWhole = false
    }
    holdEnds()
    records.clock.begin(at: poll.time, wallTime: poll.wallTime)
    records.prepare(for: Int(poll.entries ?? 0))
    trust = CounterTrust(poll.flowtables)
    conditions = RateMeter.Conditions(
      trust: trust, hardwarePeriod: Self.hardwarePeriod(poll.machine))
    guess = 0
    newChanges = PollChanges()
    offloadsSome = false
  }

  package mutating func take(_ batch: FlowBatch) {
    for entry in batch.entries { take(entry.packed, entry.whole) }
  }

  /// Says that the flows of the poll come once more from the first.
  package mutating func takeAgain() { guess = 0 }

  /// Says that all flows of the poll are taken in, and whether they are all there are.
  package mutating func close(isWhole: Bool) {
    letEndsGo()
    self.isWhole = isWhole
    gone = []
    sums = LaneTotals()
  }

  /// Sums up the records of a range of places, and marks those that the poll no longer saw.
  package mutating func settle(_ places: Range<Int>, holding held: Set<FlowKey>) {
    let poll = records.clock.polls
    // Those are changed only when nothing else holds their piece.
    var missing: [Int] = []
    var sums = sums
    records.forEachPacked(in: places) { place, record in
      if record.seenIn == poll {
        sums.add(record)
      } else {
        missing.append(place)
      }
    }
    self.sums = sums
    for place in missing { settleMissing(place, records[packed: place], held) }
  }

  private mutating func settleMissing(
    _ place: Int, _ record: PackedRecord, _ held: Set<FlowKey>
  ) {
    let clock = records.clock
    var ended = record.hasEnded
    // A dump that the kernel cut short, or that we could not read whole, proves no absence; many of
    // them do, or an entry that never can be read would keep all others for ever.
    if !ended, isWhole || clock.polls - record.seenIn >= Self.brokenDumps {
      ended = true
      records[packed: place].seenIn = 0
      records[packed: place].lastSeen = clock.tick
      newChanges.end(record)
    }
    if !ended { return sums.add(record) }
    if clock.now - min(clock.now, clock.time(records[packed: place].lastSeen)) >= keepsEnded,
      held.isEmpty || !held.contains(record.flow.key)
    {
      gone.append(place)
    }
  }

  /// Makes the sums of the poll those that are shown, once all records are settled.
  package mutating func sumUp() {
    wasWhole = isWhole
    time = records.clock.now
    wallTime = records.clock.wallTime
    totals = sums
    newChanges.shortLived = endings.takeShortLived()
    changes = newChanges
    history.append(totals, moves: changes.fellBack, at: time)
  }

  /// Ends the poll: lets go of flows that ended long ago, and tells which records have moved for that.
  package mutating func finish() -> PlaceMoves {
    let before = records.count
    var moves = PlaceMoves(before: before)
    for place in gone.reversed() {
      moves.note(place, last: records.count - 1)
      records.remove(at: place)
    }
    moves.count = records.count
    gone = []
    return moves
  }

  // MARK: One flow

  /// Takes in a flow; `whole` is what it was, where not all of it fits.
  private mutating func take(_ flow: PackedFlow, _ whole: OddFlow?) {
    if flow.lane != .slow { offloadsSome = true }
    let place: Int
    if guess < records.count, records[packed: guess].flow.isSame(as: flow) {
      place = guess
    } else if let found = records.place(of: flow) {
      place = found
    } else {
      return add(flow, whole)
    }
    guess = place + 1
    update(place, flow, whole)
  }

  private mutating func add(_ flow: PackedFlow, _ whole: OddFlow?) {
    let clock = records.clock
    var record = PackedRecord(flow, clock)
    if wasWhole {
      // It was not there at the poll before: since then its counters ran up from 0. In hardware they
      // may not have been collected yet; there the first collection is awaited.
      if let now = record.sample(at: clock.now), flow.lane != .hardware,
        clock.now - clock.before >= RateMeter.shortest
      {
        let start = RateMeter.Sample(time: clock.before, orig: 0, reply: 0)
        record.rates = Self.known(
          RateMeter.measure(
            from: start, to: now, offloaded: flow.lane == .software, conditions), flow)
      }
      // Of a flow that a poll before may have missed nobody knows that it is new.
      newChanges.begin(flow)
    }
    records.append(record)
    if whole != nil { records.set(flow, whole, at: records.count - 1) }
  }

  private mutating func update(_ place: Int, _ flow: PackedFlow, _ whole: OddFlow?) {
    let clock = records.clock
    let old = records[packed: place]
    // A dump can list an entry twice (its bucket was walked again): the later sighting wins.
    if old.seenIn != clock.polls { measure(place, old, flow, clock) }
    records.see(flow, at: place)
    if whole != nil || old.aside != 0 { records.set(flow, whole, at: place) }
    if flow.lane != old.lane {
      records[packed: place].laneSince = clock.tick
      noteMove(place, from: old, isClosing: flow.isClosing)
    }
  }

  /// Measures the rates of a record from what it had to what a poll saw.
  private mutating func measure(
    _ place: Int, _ old: PackedRecord, _ new: PackedFlow, _ clock: StoreClock
  ) {
    if new.lane != .hardware, old.aside != 0, records.aside(at: place)?.hardware != nil {
      records.changeAside(at: place) { $0.hardware = nil }
    }
    guard new.isCounted else {
      records[packed: place].rates = Rates()
      return
    }
    let then = old.seenIn == clock.polls - 1 ? clock.before : clock.time(old.lastSeen)
    guard let before = old.sample(at: then), clock.now > then else { return }
    let now = RateMeter.Sample(time: clock.now, orig: new.origBytes, reply: new.replyBytes)
    guard now.orig >= before.orig, now.reply >= before.reply else {
      // Somebody zeroed the counters; what passed in between is not known.
      if old.aside != 0 { records.changeAside(at: place) { $0.hardware = nil } }
      records[packed: place].rates = Rates()
      return
    }
    guard now.time - before.time >= RateMeter.shortest else { return }
    let rates: Rates
    if new.lane == .hardware, conditions.trust != .frozen {
      let conditions = conditions
      let measured = records.changeAside(at: place) { aside in
        var meter = aside.hardware ?? HardwareMeter(before)
        defer { aside.hardware = meter }
        return meter.measure(from: before, to: now, conditions)
      }
      guard let measured else { return }
      rates = measured
    } else {
      rates = RateMeter.measure(
        from: before, to: now, offloaded: new.lane != .slow, conditions)
    }
    records[packed: place].rates = Self.known(rates, new)
  }

  /// Rates of the directions that are counted.
  private static func known(_ rates: Rates, _ flow: PackedFlow) -> Rates {
    Rates(
      orig: flow.origCounters == nil ? nil : rates.orig,
      reply: flow.replyCounters == nil ? nil : rates.reply)
  }

  private mutating func noteMove(_ place: Int, from old: PackedRecord, isClosing: Bool) {
    let clock = records.clock
    let move = LaneMove(
      wallTime: clock.wallTime, from: old.lane, to: records[packed: place].lane,
      isClosing: isClosing)
    records.append(move, at: place, after: old)
    newChanges.move(
      records[packed: place].flow.key, records.aside(at: place)?.moves ?? [])
  }

  /// Hardware counters are collected every tenth of the flowtable timeout (`nf_flow_table_core.c`).
  private static func hardwarePeriod(_ machine: Machine) -> UInt64 {
    let timeout = max(
      machine.setting("nf_flowtable_tcp_timeout") ?? 30,
      machine.setting("nf_flowtable_udp_timeout") ?? 30)
    return UInt64(max(1, min(timeout, 86_400))) * 100_000_000
  }
}

/// All flows of one router through time: who they are, how fast, in which lane, and who has gone.
package struct FlowStore: Sendable {
  /// How long a flow that ended stays listed; nanoseconds.
  package var keepsEnded: UInt64 = 5_000_000_000

  /// Every flow, in no order; those that ended lately are among them.
  package private(set) var records: [FlowRecord] = []
  /// The lanes' totals as of the last snapshot, by `Lane.rawValue`.
  package private(set) var totals = LaneTotals()
  package private(set) var history = LaneHistory()
  package private(set) var trust = CounterTrust.mixed
  /// What the last snapshot changed.
  package private(set) var changes = PollChanges()
  /// Clock of the last snapshot, and the same by the calendar; nanoseconds.
  package private(set) var time: UInt64 = 0
  package private(set) var wallTime: UInt64 = 0

  /// How many broken dumps in a row must lack a flow to say that it ended.
  private static let brokenDumps: UInt64 = 10

  private var index = FlowIndex()
  private var polls: UInt64 = 0

  package init() {}

  /// The record of a flow, or nil when the store no longer holds it.
  package func record(_ key: FlowKey) -> FlowRecord? {
    index.find(key, in: records).map { records[$0] }
  }

  /// The place in `records` of a flow, or nil; good until the next snapshot.
  package func place(of key: FlowKey) -> Int? { index.find(key, in: records) }

  /// Takes in a poll.
  ///
  /// `held` names flows that stay listed after their end.
  package mutating func apply(_ snapshot: Snapshot, holding held: Set<FlowKey> = []) {
    polls += 1
    var snapshot = snapshot
    // Counted here, so that a recording that starts over cannot repeat a number.
    snapshot.number = polls
    if snapshot.time < time { startOver() }
    changes = PollChanges()
    trust = CounterTrust(snapshot.flowtables)
    let conditions = RateMeter.Conditions(
      trust: trust, hardwarePeriod: Self.hardwarePeriod(snapshot.machine))
    for flow in snapshot.flows { take(flow, snapshot, conditions) }
    retire(snapshot, held)
    wasWhole = snapshot.isWhole
    time = snapshot.time
    wallTime = snapshot.wallTime
    totals = LaneTotals(records)
    history.append(totals, moves: changes.fellBack, at: snapshot.time)
  }

  /// Follows flows whose entries were replaced in place: each goes on as the entry that is there now.
  ///
  /// Totals, age as we saw it and lane changes are kept; rates are measured anew. Where a poll saw the
  /// new entry first, the two records become one.
  package mutating func follow(_ replacements: [(old: Flow, new: Flow)]) {
    var isStale = false
    for (old, new) in replacements {
      guard let place = index.find(old.key, in: records) else { continue }
      let last = Self.later(records[place], old)
      let carried = CarriedCounters(
        orig: last.origCounters, reply: last.replyCounters,
        start: records[place].carried?.start ?? old.start)
      if old.key == new.key {
        // Seen since: its counters are the new entry's already.
        records[place].carried = carried
        records[place].meter = RateMeter(records[place].flow, at: time)
      } else if let twin = index.find(new.key, in: records) {
        records[twin].takeOver(records[place], carried)
        records[place].isReplaced = true
        isStale = true
      } else {
        if new.lane != records[place].lane {
          records[place].moves.append(
            LaneMove(wallTime: wallTime, from: records[place].lane, to: new.lane))
          records[place].laneSince = time
        }
        records[place].flow = new
        records[place].carried = carried
        records[place].meter = RateMeter(new, at: time)
        records[place].endedAt = nil
        isStale = true
      }
    }
    guard isStale else { return }
    records.removeAll { $0.isReplaced }
    index.rebuild(records)
  }

  /// A record with the counters of its entry as last read, by whoever read it last.
  private static func later(_ record: FlowRecord, _ flow: Flow) -> FlowRecord {
    var record = record
    if (flow.totalPackets ?? 0) > (record.flow.totalPackets ?? 0) {
      record.flow.origCounters = flow.origCounters
      record.flow.replyCounters = flow.replyCounters
    }
    return record
  }

  /// Whether the last snapshot held every flow there was: what it lacked began after it.
  private var wasWhole = false

  private mutating func take(
    _ flow: Flow, _ snapshot: Snapshot, _ conditions: RateMeter.Conditions
  ) {
    guard let place = index.find(flow.key, in: records) else {
      var record = FlowRecord(flow, in: snapshot)
      if wasWhole {
        record.meter = RateMeter(flow, since: time, at: snapshot.time, conditions)
        record.rates = record.meter.rates
        // Of a flow that a poll before may have missed nobody knows that it is new.
        changes.begin(flow)
      }
      records.append(record)
      index.insertLast(of: records)
      return
    }
    let laneBefore = records[place].lane
    records[place].noteMovement(to: flow, at: snapshot.time)
    records[place].flow = flow
    records[place].lastSeen = snapshot.time
    records[place].endedAt = nil
    // A dump can list an entry twice (its bucket was walked again): the later sighting wins.
    if records[place].seenIn != snapshot.number {
      records[place].seenIn = snapshot.number
      records[place].meter.update(flow, at: snapshot.time, conditions)
      records[place].rates = records[place].meter.rates
    }
    if flow.lane != laneBefore {
      records[place].laneSince = snapshot.time
      let move = LaneMove(
        wallTime: snapshot.wallTime, from: laneBefore, to: flow.lane,
        isClosing: flow.state?.isClosing ?? false)
      records[place].moves.append(move)
      if records[place].moves.count > FlowRecord.rememberedMoves {
        records[place].moves.removeFirst()
      }
      changes.move(records[place])
    }
  }

  /// Marks the flows that the poll no longer saw, and lets go of those that ended long ago.
  private mutating func retire(_ snapshot: Snapshot, _ held: Set<FlowKey>) {
    var removed = false
    var kept = 0
    for place in records.indices {
      if records[place].seenIn != snapshot.number {
        // A dump that the kernel cut short, or that we could not read whole, proves no absence;
        // many of them do, or an entry that never can be read would keep all others for ever.
        let proves = snapshot.isWhole || snapshot.number - records[place].seenIn >= Self.brokenDumps
        if records[place].endedAt == nil && proves {
          records[place].endedAt = snapshot.time
          changes.end(records[place])
        }
        if let ended = records[place].endedAt, snapshot.time - ended >= keepsEnded,
          !held.contains(records[place].key)
        {
          removed = true
          continue
        }
      }
      if removed { records[kept] = records[place] }
      kept += 1
    }
    if removed {
      records.removeLast(records.count - kept)
      index.rebuild(records)
    }
  }

  /// A recording that began again, or another one: nothing of the past holds.
  private mutating func startOver() {
    records = []
    index = FlowIndex()
    history = LaneHistory()
    wasWhole = false
  }

  /// Hardware counters are collected every tenth of the flowtable timeout (`nf_flow_table_core.c`).
  private static func hardwarePeriod(_ machine: Machine) -> UInt64 {
    let timeout = max(
      machine.setting("nf_flowtable_tcp_timeout") ?? 30,
      machine.setting("nf_flowtable_udp_timeout") ?? 30)
    return UInt64(max(1, min(timeout, 86_400))) * 100_000_000
  }
}

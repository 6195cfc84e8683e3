extension FlowStore {
  /// Follows flows whose entries were replaced in place: each goes on as the entry that is there now.
  ///
  /// Totals, age as we saw it and lane changes are kept; rates are measured anew. Where a poll saw the
  /// new entry first, the two records become one; which have moved for that is told.
  @discardableResult
  package mutating func follow(_ replacements: [(old: Flow, new: Flow)]) -> PlaceMoves {
    var moves = PlaceMoves(before: records.count)
    for (old, new) in replacements {
      guard let place = records.place(of: old.key) else { continue }
      if old.key != new.key { endings.replace(old.key, in: records.clock.polls) }
      let record = records[place]
      let last = Self.later(record, old)
      let carried = CarriedCounters(
        orig: FlowRecord.sum(last.orig, record.carried?.orig),
        reply: FlowRecord.sum(last.reply, record.carried?.reply),
        start: record.carried?.start ?? old.start)
      if old.key == new.key {
        // Seen since: its counters are the new entry's already.
        carry(carried, to: place)
      } else if let twin = records.place(of: new.key) {
        takeOver(twin, place, carried)
        moves.note(place, last: records.count - 1)
        records.remove(at: place)
      } else {
        goOn(place, as: new, carried)
      }
    }
    moves.count = records.count
    return moves
  }

  private mutating func goOn(_ place: Int, as new: Flow, _ carried: CarriedCounters) {
    let before = records[packed: place]
    if new.lane != before.lane {
      records.append(
        LaneMove(wallTime: wallTime, from: before.lane, to: new.lane), at: place, after: before)
      records[packed: place].laneSince = records.clock.tick
    }
    records.replace(at: place, with: new)
    carry(carried, to: place)
    // A poll that is being taken in may have passed by where the new entry is.
    records[packed: place].seenIn = records.clock.polls
    records[packed: place].lastSeen = records.clock.tick
  }

  /// Gives a record what entries before its own have carried; its rates are measured anew.
  private mutating func carry(_ carried: CarriedCounters, to place: Int) {
    records.changeAside(at: place) { aside in
      aside.carried = carried
      aside.hardware = nil
    }
  }

  /// The record at `twin` goes on where that at `place` stopped.
  private mutating func takeOver(_ twin: Int, _ place: Int, _ carried: CarriedCounters) {
    let before = records[place]
    let after = records[twin]
    var moves = after.moves[...]
    if let first = moves.popFirst(), first.to != before.lane {
      moves = [LaneMove(wallTime: first.wallTime, from: before.lane, to: first.to)] + moves
    } else if moves.isEmpty {
      records[packed: twin].laneSince = records[packed: place].laneSince
    }
    let all = (before.moves + moves).suffix(FlowRecord.rememberedMoves)
    records[packed: twin].firstSeen = records[packed: place].firstSeen
    records.changeAside(at: twin) { aside in
      aside.carried = carried
      aside.moves = all.count > 1 ? Array(all) : []
    }
  }

  /// The counters of a record's entry as last read, by whoever read it last.
  private static func later(
    _ record: FlowRecord, _ flow: Flow
  ) -> (orig: Counters?, reply: Counters?) {
    (flow.totalPackets ?? 0) > (record.flow.totalPackets ?? 0)
      ? (flow.origCounters, flow.replyCounters)
      : (record.flow.origCounters, record.flow.replyCounters)
  }
}

extension RecordTable {
  /// Notes a change of lane of the record at a place; `old` is the record before it.
  mutating func append(_ move: LaneMove, at place: Int, after old: PackedRecord) {
    let clock = clock
    changeAside(at: place) { aside in
      if aside.moves.isEmpty {
        aside.moves = [LaneMove(wallTime: clock.wallTime(old.firstSeen), from: nil, to: old.lane)]
      }
      aside.moves.append(move)
      if aside.moves.count > FlowRecord.rememberedMoves { aside.moves.removeFirst() }
    }
  }
}

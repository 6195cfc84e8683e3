extension RecordTable {
  /// What is asked of every record of a million.
  package struct Sketch: Sendable {
    package let hasEnded: Bool
    package let lane: Lane
    /// Both directions together; nil where it is not known.
    package let rate: Double?
    package let id: UInt32
    /// Bytes of both directions, through every entry that the flow had; 0 where none are counted.
    package let volume: UInt64
    /// Whether it may have what few flows have, such as a helper.
    package let mayHaveExtras: Bool
    /// Whether the last poll saw it begin or change its lane.
    package let isNew: Bool
  }

  package func sketch(at place: Int) -> Sketch { sketch(self[packed: place], place, clock.tick) }

  private func sketch(_ packed: PackedRecord, _ place: Int, _ now: StoreClock.Tick) -> Sketch {
    Sketch(
      hasEnded: packed.hasEnded, lane: packed.lane, rate: packed.rate, id: packed.flow.id,
      volume: volume(packed, place), mayHaveExtras: packed.aside != 0,
      isNew: packed.laneSince == now)
  }

  private func volume(_ packed: PackedRecord, _ place: Int) -> UInt64 {
    if packed.aside != 0, aside(at: place)?.carried != nil { return self[place].totalBytes ?? 0 }
    return packed.flow.origBytes &+ packed.flow.replyBytes
  }

  /// Goes over the records of a range of places, a piece at a time.
  package func forEach(in places: Range<Int>, _ body: (_ place: Int, _ sketch: Sketch) -> Void) {
    let now = clock.tick
    forEachPacked(in: places) { place, packed in body(place, sketch(packed, place, now)) }
  }
}

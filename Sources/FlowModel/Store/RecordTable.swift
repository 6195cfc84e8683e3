/// Every record of a store: a collection of `FlowRecord`, each made as it is asked for.
///
/// Kept in pieces, so that growing copies none and never needs twice the room.
package struct RecordTable: RandomAccessCollection, Sendable {
  /// Records of a piece.
  private static let piece = 8192
  /// Room is made for so many at most before they are seen.
  private static let mostExpected = 2_000_000

  private var pieces: [ContiguousArray<PackedRecord>] = []
  private var asides: [RecordAside] = []
  private var freeAsides: [UInt32] = []
  private(set) package var count = 0
  private var index = FlowIndex()
  var clock = StoreClock()

  package var startIndex: Int { 0 }
  package var endIndex: Int { count }

  package subscript(place: Int) -> FlowRecord {
    let packed = self[packed: place]
    return FlowRecord(packed, aside: aside(of: packed), clock)
  }

  subscript(packed place: Int) -> PackedRecord {
    get { pieces[place / Self.piece][place % Self.piece] }
    _modify { yield &pieces[place / Self.piece][place % Self.piece] }
  }

  /// Goes over the records of a range of places, a piece at a time.
  func forEachPacked(in places: Range<Int>, _ body: (Int, PackedRecord) -> Void) {
    var place = places.lowerBound
    while place < places.upperBound {
      let piece = pieces[place / Self.piece]
      let start = place / Self.piece * Self.piece
      let end = Swift.min(places.upperBound, start + piece.count)
      for at in place..<end { body(at, piece[at - start]) }
      place = end
    }
  }

  package func lane(at place: Int) -> Lane { self[packed: place].lane }
  package func hasEnded(at place: Int) -> Bool { self[packed: place].hasEnded }
  package func key(at place: Int) -> FlowKey { self[packed: place].flow.key }
  package func flow(at place: Int) -> Flow {
    let packed = self[packed: place]
    return Self.flow(packed, aside(of: packed))
  }
  /// Whether packets came while it was watched.
  package func hasMoved(at place: Int) -> Bool {
    self[packed: place].origMoved != 0 || self[packed: place].replyMoved != 0
  }
  package func firstSeen(at place: Int) -> UInt64 { clock.time(self[packed: place].firstSeen) }
  static func flow(_ packed: PackedRecord, _ aside: RecordAside?) -> Flow {
    guard packed.flow.isOdd, let odd = aside?.odd else { return packed.flow.flow(aside?.extras) }
    return odd.flow
  }

  // MARK: Finding and changing

  func place(of key: FlowKey) -> Int? {
    index.find(key) { place in
      self[packed: place].flow.id == key.id && self[packed: place].flow.key == key
    }
  }

  func place(of flow: PackedFlow) -> Int? {
    index.find(flow.key) { self[packed: $0].flow.isSame(as: flow) }
  }

  /// Appends a record whose key is not there yet.
  mutating func append(_ record: PackedRecord) {
    let last = count / Self.piece
    if last == pieces.count {
      var piece = ContiguousArray<PackedRecord>()
      piece.reserveCapacity(Self.piece)
      pieces.append(piece)
    }
    pieces[last].append(record)
    count += 1
    if index.isFull {
      makeIndex(for: count + count / 8)
    } else {
      index.enter(record.flow.key, at: count - 1)
    }
  }

  /// Makes room for as many records as are expected: to do that when a million are half there would
  /// keep whoever presses a key waiting.
  mutating func prepare(for expected: Int) {
    let expected = Swift.min(expected, Self.mostExpected)
    // Some more, for those that begin meanwhile or have ended.
    if !index.hasRoom(for: expected) { makeIndex(for: Swift.max(expected + expected / 8, count)) }
  }

  private mutating func makeIndex(for count: Int) {
    index.clear(for: count)
    for place in 0..<self.count { index.enter(self[packed: place].flow.key, at: place) }
  }

  /// Puts another flow into the place of one, under its own key.
  mutating func replace(at place: Int, with flow: Flow) {
    leave(place)
    set(PackedFlow(flow), OddFlow(flow), at: place)
    index.enter(flow.key, at: place)
  }

  /// Takes out the record at a place; the last one comes there.
  mutating func remove(at place: Int) {
    let last = count - 1
    leave(place)
    free(place)
    if place != last {
      index.move(self[packed: last].flow.key, from: last, to: place)
      self[packed: place] = self[packed: last]
    }
    pieces[last / Self.piece].removeLast()
    if pieces[last / Self.piece].isEmpty { pieces.removeLast() }
    count = last
  }

  /// Takes a record's key out of the index.
  private mutating func leave(_ place: Int) {
    let pieces = pieces
    index.remove(self[packed: place].flow.key, at: place) {
      pieces[$0 / Self.piece][$0 % Self.piece].flow.key
    }
  }

  /// Sets what the poll that is being taken in saw of a flow.
  mutating func see(_ flow: PackedFlow, at place: Int) {
    let (tick, poll) = (clock.tick, clock.polls)
    pieces[place / Self.piece][place % Self.piece].see(flow, tick, poll)
  }

  /// Sets a flow, and what of it does not fit: `whole` is what it was, nil where all of it does.
  mutating func set(_ packed: PackedFlow, _ whole: OddFlow?, at place: Int) {
    self[packed: place].flow = packed
    changeAside(at: place) { aside in
      aside.odd = packed.isOdd ? whole : nil
      aside.extras = whole?.flow.extras
    }
  }

  // MARK: Asides

  func aside(at place: Int) -> RecordAside? { aside(of: self[packed: place]) }

  private func aside(of record: PackedRecord) -> RecordAside? {
    record.aside == 0 ? nil : asides[Int(record.aside) - 1]
  }

  mutating func changeAside<Result>(
    at place: Int, _ change: (inout RecordAside) -> Result
  ) -> Result {
    let known = self[packed: place].aside
    var slot = known
    if known == 0 {
      if let free = freeAsides.popLast() {
        slot = free
      } else {
        asides.append(RecordAside())
        slot = UInt32(asides.count)
      }
      self[packed: place].aside = slot
    }
    let result = change(&asides[Int(slot) - 1])
    if asides[Int(slot) - 1].isEmpty { free(place) }
    return result
  }

  private mutating func free(_ place: Int) {
    let slot = self[packed: place].aside
    guard slot != 0 else { return }
    asides[Int(slot) - 1] = RecordAside()
    freeAsides.append(slot)
    self[packed: place].aside = 0
  }
}

/// What the end of a poll did to the places of records: some are gone, and last ones came there.
package struct PlaceMoves: Sendable {
  /// How many records there were, and how many there are.
  package let before: Int
  package internal(set) var count: Int
  /// Places where another record is now, and whose it was.
  package private(set) var steps: [(from: Int, to: Int)] = []
  private var moved: [Int: Int] = [:]
  private var filled = PlaceSet(below: 0)

  init(before: Int) {
    self.before = before
    count = before
  }

  /// Notes that the record at a place goes, and the last one comes there.
  mutating func note(_ place: Int, last: Int) {
    guard place != last else { return }
    if steps.isEmpty { filled = PlaceSet(below: before) }
    steps.append((last, place))
    moved[last] = place
    filled.insert(place)
  }

  package var isEmpty: Bool { count == before }

  /// Where the record of a place is now; nil when it is gone.
  package func place(of old: Int) -> Int? {
    // Its record went, and another came there: now, or for a while.
    if filled.contains(old) { return nil }
    if old < count { return old }
    var place = old
    while let next = moved[place] {
      place = next
      if place < count { return place }
    }
    return nil
  }
}

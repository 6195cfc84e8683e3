/// Places of records, a bit each: there may be a million.
package struct PlaceSet: Sendable {
  private var words: [UInt64]

  /// Room for places below `count`.
  package init(below count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

  package init(_ places: some Sequence<Int>, below count: Int) {
    self.init(below: count)
    for place in places { insert(place) }
  }

  /// False for places that there is no room for.
  package func contains(_ place: Int) -> Bool {
    place >> 6 < words.count && words[place >> 6] >> (place & 63) & 1 == 1
  }

  package mutating func insert(_ place: Int) { words[place >> 6] |= 1 << (place & 63) }

  package mutating func remove(_ place: Int) { words[place >> 6] &= ~(1 << (place & 63)) }
}

/// Places of records, a bit each: there may be a million.
struct PlaceSet {
  private var words: [UInt64]

  /// Room for places below `count`.
  init(below count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

  init(_ places: some Sequence<Int>, below count: Int) {
    self.init(below: count)
    for place in places { insert(place) }
  }

  /// False for places that there is no room for.
  func contains(_ place: Int) -> Bool {
    place >> 6 < words.count && words[place >> 6] >> (place & 63) & 1 == 1
  }

  mutating func insert(_ place: Int) { words[place >> 6] |= 1 << (place & 63) }

  mutating func remove(_ place: Int) { words[place >> 6] &= ~(1 << (place & 63)) }
}

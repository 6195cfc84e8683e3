/// Places of records, in an order: four octets each, for there may be a million rows.
package struct PlaceList: RandomAccessCollection, MutableCollection, RangeReplaceableCollection,
  ExpressibleByArrayLiteral, Equatable, Sendable
{
  private var places: [UInt32] = []

  package init() {}

  package init(arrayLiteral elements: Int...) { self.init(elements) }

  package var startIndex: Int { 0 }
  package var endIndex: Int { places.count }

  package subscript(row: Int) -> Int {
    get { Int(places[row]) }
    set { places[row] = UInt32(newValue) }
  }

  package mutating func reserveCapacity(_ count: Int) { places.reserveCapacity(count) }

  package mutating func append(_ place: Int) { places.append(UInt32(place)) }

  package mutating func replaceSubrange(_ rows: Range<Int>, with new: some Collection<Int>) {
    places.replaceSubrange(rows, with: new.lazy.map { UInt32($0) })
  }

  /// Puts other places in the places' stead, where they stand; those without one leave.
  mutating func replaceAll(_ other: (Int) -> Int?) {
    var end = 0
    for row in places.indices {
      guard let place = other(Int(places[row])) else { continue }
      places[end] = UInt32(place)
      end += 1
    }
    places.removeLast(places.count - end)
  }

  package mutating func removeAll(where isUnwanted: (Int) throws -> Bool) rethrows {
    try places.removeAll { try isUnwanted(Int($0)) }
  }
}

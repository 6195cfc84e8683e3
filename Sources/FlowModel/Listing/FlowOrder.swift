/// The order of a listing: one column, then the busiest first, then whatever never changes.
///
/// A flow that has nothing in the column stands last in either direction.
package struct FlowOrder: Hashable, Sendable {
  package var column: FlowColumn
  package var descending: Bool

  package init(_ column: FlowColumn, descending: Bool) {
    self.column = column
    self.descending = descending
  }

  /// What could be faster first, the busiest on top: the glance that the dashboard is for.
  ///
  /// Then the slow flows that nothing mends, those in software, those in hardware.
  package static let glance = FlowOrder(.lane, descending: false)

  /// Puts the places of records in order.
  ///
  /// `time` and `wallTime` are the store's. `rank` tells of the record at a place how its reason
  /// stands among others; nil for none.
  package func sort(
    _ places: inout [Int], of records: RecordTable, time: UInt64, wallTime: UInt64,
    rank: (Int) -> ReasonRank? = { _ in nil }
  ) {
    var keys = places.map {
      FlowSortKey($0, of: records, self, rank: rank($0), time: time, wallTime: wallTime)
    }
    keys.sort()
    for (at, key) in keys.enumerated() { places[at] = key.place }
  }
}

/// A flow's change from one lane to another, as the polls saw it.
package struct LaneMove: Hashable, Sendable {
  /// Nanoseconds since 1970, of the first poll that saw the flow in `to`.
  package let wallTime: UInt64
  /// nil for the first sighting.
  package let from: Lane?
  package let to: Lane

  package init(wallTime: UInt64, from: Lane?, to: Lane) {
    self.wallTime = wallTime
    self.from = from
    self.to = to
  }

  /// Whether the flow lost speed: hardware to software, or either to slow.
  package var isFallBack: Bool { from.map { $0.rawValue > to.rawValue } ?? false }
}

/// A flow's change from one lane to another, as the polls saw it.
package struct LaneMove: Hashable, Sendable {
  /// Nanoseconds since 1970, of the first poll that saw the flow in `to`.
  package let wallTime: UInt64
  /// nil for the first sighting.
  package let from: Lane?
  package let to: Lane
  /// Whether the connection was over or ending: the kernel lets go of such a flow in good order.
  package let isClosing: Bool

  package init(wallTime: UInt64, from: Lane?, to: Lane, isClosing: Bool = false) {
    self.wallTime = wallTime
    self.from = from
    self.to = to
    self.isClosing = isClosing
  }

  /// Whether a living flow lost speed: hardware to software, or either to slow.
  package var isFallBack: Bool { !isClosing && (from.map { $0.rawValue > to.rawValue } ?? false) }
}

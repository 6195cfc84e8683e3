/// A conntrack zone: `CTA_ZONE`, or `CTA_TUPLE_ZONE` where it holds for one direction only.
///
/// Zone 0 is the default, which the kernel leaves out.
package struct Zone: Hashable, Sendable {
  /// The directions that a zone holds for (`NF_CT_DEFAULT_ZONE_DIR` and its parts).
  package enum Direction: UInt8, Sendable {
    case both
    case orig
    case reply
  }

  package var id: UInt16
  package var direction: Direction

  package init(id: UInt16, direction: Direction = .both) {
    self.id = id
    self.direction = direction
  }

  package static let none = Zone(id: 0)
}

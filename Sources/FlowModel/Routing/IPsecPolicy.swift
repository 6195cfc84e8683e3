/// A policy of IPsec: `XFRM_MSG_NEWPOLICY`.
package struct IPsecPolicy: Hashable, Sendable {
  /// `XFRM_POLICY_*`.
  package enum Direction: UInt8, Hashable, Sendable {
    case `in` = 0
    case out = 1
    case forward = 2
  }

  package var family: Family
  package var direction: Direction
  package var source: AddressPrefix
  package var destination: AddressPrefix
  /// nil for every protocol.
  package var l4: L4Protocol?
  /// Host order, with masks as `struct xfrm_selector` has them; 0/0 for any.
  package var sourcePort: UInt16
  package var sourcePortMask: UInt16
  package var destinationPort: UInt16
  package var destinationPortMask: UInt16
  /// `XFRM_POLICY_BLOCK`.
  package var isBlock: Bool
  /// It has templates: packets are transformed.
  ///
  /// Without, they pass as they are.
  package var transforms: Bool
  /// `sel.ifindex`, or 0.
  package var link: UInt32
  /// `XFRMA_IF_ID`: it belongs to an xfrm interface.
  package var interfaceID: UInt32?
  /// `XFRMA_MARK`: it holds for packets of a certain mark alone.
  package var hasMark = false

  package init(
    family: Family, direction: Direction, source: AddressPrefix, destination: AddressPrefix
  ) {
    self.family = family
    self.direction = direction
    self.source = source
    self.destination = destination
    sourcePort = 0
    sourcePortMask = 0
    destinationPort = 0
    destinationPortMask = 0
    isBlock = false
    transforms = true
    link = 0
  }
}

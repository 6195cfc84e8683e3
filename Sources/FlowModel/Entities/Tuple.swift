/// One direction of a flow, as `struct nf_conntrack_tuple` keeps it.
///
/// Ports are in host order. For ICMP and ICMPv6 `sourcePort` holds the id and `destinationPort`
/// the type (high byte) and code (low byte), as the kernel's union does; for GRE both hold the
/// call keys; for a protocol that conntrack tracks by address alone both are 0.
package struct Tuple: Hashable, Sendable {
  package var source: Address
  package var destination: Address
  package var sourcePort: UInt16
  package var destinationPort: UInt16
  package var family: Family
  package var l4: L4Protocol

  package init(
    source: Address, destination: Address, sourcePort: UInt16 = 0, destinationPort: UInt16 = 0,
    family: Family, l4: L4Protocol
  ) {
    self.source = source
    self.destination = destination
    self.sourcePort = sourcePort
    self.destinationPort = destinationPort
    self.family = family
    self.l4 = l4
  }

  /// `CTA_PROTO_ICMP_ID`, `CTA_PROTO_ICMPV6_ID`; meaningful for ICMP alone.
  package var icmpID: UInt16 { sourcePort }
  /// `CTA_PROTO_ICMP_TYPE`, `CTA_PROTO_ICMPV6_TYPE`; meaningful for ICMP alone.
  package var icmpType: UInt8 { UInt8(truncatingIfNeeded: destinationPort >> 8) }
  /// `CTA_PROTO_ICMP_CODE`, `CTA_PROTO_ICMPV6_CODE`; meaningful for ICMP alone.
  package var icmpCode: UInt8 { UInt8(truncatingIfNeeded: destinationPort) }

  /// The tuple that answers this one when nothing is translated.
  ///
  /// An ICMP id stays where it is; the type of the answer is not derived.
  package var inverted: Tuple {
    Tuple(
      source: destination, destination: source,
      sourcePort: l4.isICMP ? sourcePort : destinationPort,
      destinationPort: l4.isICMP ? destinationPort : sourcePort, family: family, l4: l4)
  }
}

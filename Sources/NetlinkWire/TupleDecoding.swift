import FlowModel

/// A tuple with the zone that stands inside it, 0 when none does.
struct ZonedTuple {
  let tuple: Tuple
  /// `CTA_TUPLE_ZONE`.
  let zone: UInt16

  /// Decodes `CTA_TUPLE_IP`, `CTA_TUPLE_PROTO` and `CTA_TUPLE_ZONE`.
  ///
  /// - Parameter name: the attribute that holds them, for the error.
  init(
    decoding bytes: RawSpan, _ attribute: Attribute, _ name: StaticString
  ) throws(DecodeError) {
    var addresses: Addresses?
    var proto: Proto?
    var zone: UInt16 = 0
    var cursor = AttributeCursor(inside: attribute, of: name)
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case TupleAttribute.ip: addresses = try Addresses(decoding: bytes, a)
      case TupleAttribute.proto: proto = try Proto(decoding: bytes, a)
      case TupleAttribute.zone: zone = try bytes.big(UInt16.self, a, "CTA_TUPLE_ZONE")
      default: break
      }
    }
    guard let addresses else { throw attribute.lacks("CTA_TUPLE_IP") }
    guard let proto else { throw attribute.lacks("CTA_TUPLE_PROTO") }
    self.zone = zone
    tuple = Tuple(
      source: addresses.source, destination: addresses.destination,
      sourcePort: proto.source, destinationPort: proto.destination,
      family: addresses.family, l4: proto.l4)
  }
}

/// `CTA_TUPLE_IP`: a pair of either family.
private struct Addresses {
  let source: Address
  let destination: Address
  let family: Family

  @inline(__always)
  init(decoding bytes: RawSpan, _ attribute: Attribute) throws(DecodeError) {
    var v4Source: UInt32?
    var v4Destination: UInt32?
    var v6Source: Address?
    var v6Destination: Address?
    var cursor = AttributeCursor(inside: attribute, of: "CTA_TUPLE_IP")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case IPAttribute.v4Source: v4Source = try bytes.big(UInt32.self, a, "CTA_IP_V4_SRC")
      case IPAttribute.v4Destination: v4Destination = try bytes.big(UInt32.self, a, "CTA_IP_V4_DST")
      case IPAttribute.v6Source: v6Source = try bytes.ipv6(a, "CTA_IP_V6_SRC")
      case IPAttribute.v6Destination: v6Destination = try bytes.ipv6(a, "CTA_IP_V6_DST")
      default: break
      }
    }
    if let v4Source, let v4Destination {
      source = Address(ipv4: v4Source)
      destination = Address(ipv4: v4Destination)
      family = .ipv4
    } else if let v6Source, let v6Destination {
      source = v6Source
      destination = v6Destination
      family = .ipv6
    } else if v6Source == nil && v6Destination == nil {
      throw attribute.lacks(v4Source == nil ? "CTA_IP_V4_SRC" : "CTA_IP_V4_DST")
    } else {
      throw attribute.lacks(v6Source == nil ? "CTA_IP_V6_SRC" : "CTA_IP_V6_DST")
    }
  }
}

/// `CTA_TUPLE_PROTO`, with an ICMP id, type and code in the place of the ports.
private struct Proto {
  let l4: L4Protocol
  let source: UInt16
  let destination: UInt16

  @inline(__always)
  init(decoding bytes: RawSpan, _ attribute: Attribute) throws(DecodeError) {
    var number: UInt8?
    var sourcePort: UInt16?
    var destinationPort: UInt16?
    var icmp = ICMP()
    var icmpv6 = ICMP()
    var cursor = AttributeCursor(inside: attribute, of: "CTA_TUPLE_PROTO")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case ProtoAttribute.number:
        number = try bytes.host(UInt8.self, a, "CTA_PROTO_NUM")
      case ProtoAttribute.sourcePort:
        sourcePort = try bytes.big(UInt16.self, a, "CTA_PROTO_SRC_PORT")
      case ProtoAttribute.destinationPort:
        destinationPort = try bytes.big(UInt16.self, a, "CTA_PROTO_DST_PORT")
      case ProtoAttribute.icmpID:
        icmp.id = try bytes.big(UInt16.self, a, "CTA_PROTO_ICMP_ID")
      case ProtoAttribute.icmpType:
        icmp.type = try bytes.host(UInt8.self, a, "CTA_PROTO_ICMP_TYPE")
      case ProtoAttribute.icmpCode:
        icmp.code = try bytes.host(UInt8.self, a, "CTA_PROTO_ICMP_CODE")
      case ProtoAttribute.icmpv6ID:
        icmpv6.id = try bytes.big(UInt16.self, a, "CTA_PROTO_ICMPV6_ID")
      case ProtoAttribute.icmpv6Type:
        icmpv6.type = try bytes.host(UInt8.self, a, "CTA_PROTO_ICMPV6_TYPE")
      case ProtoAttribute.icmpv6Code:
        icmpv6.code = try bytes.host(UInt8.self, a, "CTA_PROTO_ICMPV6_CODE")
      default:
        break
      }
    }
    guard let number else { throw attribute.lacks("CTA_PROTO_NUM") }
    l4 = L4Protocol(rawValue: number)
    switch number {
    case IPProtocol.icmp: (source, destination) = try icmp.ports(attribute, "CTA_PROTO_ICMP_ID")
    case IPProtocol.icmpv6:
      (source, destination) = try icmpv6.ports(attribute, "CTA_PROTO_ICMPV6_ID")
    case IPProtocol.tcp, IPProtocol.udp:
      guard let sourcePort else { throw attribute.lacks("CTA_PROTO_SRC_PORT") }
      guard let destinationPort else { throw attribute.lacks("CTA_PROTO_DST_PORT") }
      (source, destination) = (sourcePort, destinationPort)
    default:
      // A kernel without the tracker of a protocol (DCCP from 6.18 on) follows it by address
      // alone, and then there are no ports.
      (source, destination) = (sourcePort ?? 0, destinationPort ?? 0)
    }
  }
}

/// The three values of an ICMP tuple, which the kernel sends together.
private struct ICMP {
  var id: UInt16?
  var type: UInt8?
  var code: UInt8?

  func ports(
    _ attribute: Attribute, _ name: StaticString
  ) throws(DecodeError) -> (UInt16, UInt16) {
    guard let id, let type, let code else { throw attribute.lacks(name) }
    return (id, UInt16(type) << 8 | UInt16(code))
  }
}

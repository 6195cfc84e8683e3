import CNetfilterConntrack
import FlowModel
import NetlinkWire

/// Reads a finished delete request back, and says whether it names one flow and nothing else.
///
/// Independent of what built it: it sees bytes alone.
enum DeleteProof {
  /// Whether the bytes are one delete message that holds this flow's original tuple, zone and id.
  static func holds(for flow: Flow, in bytes: [UInt8]) -> Bool {
    (try? prove(flow, bytes.span.bytes)) ?? false
  }

  private static func prove(_ flow: Flow, _ bytes: RawSpan) throws(DecodeError) -> Bool {
    var messages = MessageCursor()
    guard let message = try messages.next(in: bytes), message.range == 0..<bytes.byteCount,
      message.type == MessageType.flowGone, message.payload.count > headerSize
    else { return false }
    let start = message.payload.lowerBound
    // The family stands in the first byte of `struct nfgenmsg`.
    guard byte(at: start, in: bytes) == flow.orig.family.rawValue else { return false }

    var tuple = false
    var id = false
    var zone: UInt16 = 0
    var cursor = AttributeCursor((start + headerSize)..<message.payload.upperBound, of: "CTA")
    while let attribute = try cursor.next(in: bytes) {
      switch kind(attribute) {
      case CTA_TUPLE_ORIG: tuple = try names(flow, attribute, bytes)
      case CTA_ID: id = value(attribute, bytes) == big(flow.id)
      case CTA_ZONE: zone = number(attribute, bytes)
      // Anything else would widen or change what is deleted.
      default: return false
      }
    }
    return tuple && id && zone == (flow.zone.direction == .both ? flow.zone.id : 0)
  }

  /// The size of `struct nfgenmsg`.
  private static let headerSize = 4

  /// Whether a `CTA_TUPLE_ORIG` holds the flow's addresses, protocol, ports and zone.
  private static func names(
    _ flow: Flow, _ attribute: Attribute, _ bytes: RawSpan
  ) throws(DecodeError) -> Bool {
    var addresses = false
    var proto = false
    var zone: UInt16 = 0
    var cursor = AttributeCursor(inside: attribute, of: "CTA_TUPLE_ORIG")
    while let part = try cursor.next(in: bytes) {
      switch part.type {
      case UInt16(CTA_TUPLE_IP.rawValue):
        addresses = try fields(part, bytes) == expectedAddresses(flow.orig)
      case UInt16(CTA_TUPLE_PROTO.rawValue):
        proto = try fields(part, bytes) == expectedProto(flow.orig)
      case UInt16(CTA_TUPLE_ZONE.rawValue): zone = number(part, bytes)
      default: return false
      }
    }
    return addresses && proto && zone == (flow.zone.direction == .orig ? flow.zone.id : 0)
  }

  /// The attributes inside one: type to value.
  private static func fields(
    _ attribute: Attribute, _ bytes: RawSpan
  ) throws(DecodeError) -> [UInt16: [UInt8]] {
    var fields: [UInt16: [UInt8]] = [:]
    var cursor = AttributeCursor(inside: attribute, of: "CTA_TUPLE")
    while let field = try cursor.next(in: bytes) { fields[field.type] = value(field, bytes) }
    return fields
  }

  private static func expectedAddresses(_ tuple: Tuple) -> [UInt16: [UInt8]] {
    switch tuple.family {
    case .ipv4:
      [
        UInt16(CTA_IP_V4_SRC.rawValue): big(tuple.source.ipv4 ?? 0),
        UInt16(CTA_IP_V4_DST.rawValue): big(tuple.destination.ipv4 ?? 0),
      ]
    case .ipv6:
      [
        UInt16(CTA_IP_V6_SRC.rawValue): big(tuple.source.high) + big(tuple.source.low),
        UInt16(CTA_IP_V6_DST.rawValue): big(tuple.destination.high) + big(tuple.destination.low),
      ]
    }
  }

  private static func expectedProto(_ tuple: Tuple) -> [UInt16: [UInt8]] {
    var fields = [UInt16(CTA_PROTO_NUM.rawValue): [tuple.l4.rawValue]]
    switch tuple.l4 {
    case .icmp:
      fields[UInt16(CTA_PROTO_ICMP_ID.rawValue)] = big(tuple.icmpID)
      fields[UInt16(CTA_PROTO_ICMP_TYPE.rawValue)] = [tuple.icmpType]
      fields[UInt16(CTA_PROTO_ICMP_CODE.rawValue)] = [tuple.icmpCode]
    case .icmpv6:
      fields[UInt16(CTA_PROTO_ICMPV6_ID.rawValue)] = big(tuple.icmpID)
      fields[UInt16(CTA_PROTO_ICMPV6_TYPE.rawValue)] = [tuple.icmpType]
      fields[UInt16(CTA_PROTO_ICMPV6_CODE.rawValue)] = [tuple.icmpCode]
    case let l4 where l4.hasPorts:
      fields[UInt16(CTA_PROTO_SRC_PORT.rawValue)] = big(tuple.sourcePort)
      fields[UInt16(CTA_PROTO_DST_PORT.rawValue)] = big(tuple.destinationPort)
    default: break
    }
    return fields
  }

  private static func kind(_ attribute: Attribute) -> ctattr_type {
    ctattr_type(UInt32(attribute.type))
  }

  private static func byte(at offset: Int, in bytes: RawSpan) -> UInt8 {
    bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  private static func value(_ attribute: Attribute, _ bytes: RawSpan) -> [UInt8] {
    bytes.withUnsafeBytes { Array($0[attribute.start..<attribute.end]) }
  }

  /// A big-endian integer; 0, which is no zone's number here, for one of another size.
  private static func number(_ attribute: Attribute, _ bytes: RawSpan) -> UInt16 {
    let value = value(attribute, bytes)
    return value.count == 2 ? UInt16(value[0]) << 8 | UInt16(value[1]) : 0
  }

  private static func big(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
  }
}

package import FlowModel

extension IPsecPolicy {
  /// Where things lie in `struct xfrm_userpolicy_info`: the selector at its beginning, then lifetimes.
  ///
  /// Addresses and ports are big-endian, all else is in host order.
  private enum Offset {
    static let destination = 0
    static let source = 16
    static let destinationPort = 32
    static let destinationPortMask = 34
    static let sourcePort = 36
    static let sourcePortMask = 38
    static let family = 40
    static let destinationLength = 42
    static let sourceLength = 43
    static let l4 = 44
    static let link = 48
    static let direction = 160
    static let action = 161
    static let end = 168
  }

  /// Decodes `XFRM_MSG_NEWPOLICY`.
  ///
  /// Gives nil for the policy of a socket, which concerns that socket alone, and for a family other
  /// than IPv4 and IPv6.
  package init?(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    let attributes = try message.after(Offset.end, "xfrm_userpolicy_info")
    let start = message.payload.lowerBound
    let number = bytes.host(UInt16.self, at: start + Offset.family)
    guard let family = UInt8(exactly: number).flatMap({ Family(rawValue: $0) }),
      let direction = Direction(rawValue: bytes.host(UInt8.self, at: start + Offset.direction))
    else { return nil }
    self.init(
      family: family, direction: direction,
      source: try Self.prefix(bytes, start + Offset.source, start + Offset.sourceLength, family),
      destination: try Self.prefix(
        bytes, start + Offset.destination, start + Offset.destinationLength, family))
    let protocolNumber = bytes.host(UInt8.self, at: start + Offset.l4)
    l4 = protocolNumber == 0 ? nil : L4Protocol(rawValue: protocolNumber)
    sourcePort = bytes.big(UInt16.self, at: start + Offset.sourcePort)
    sourcePortMask = bytes.big(UInt16.self, at: start + Offset.sourcePortMask)
    destinationPort = bytes.big(UInt16.self, at: start + Offset.destinationPort)
    destinationPortMask = bytes.big(UInt16.self, at: start + Offset.destinationPortMask)
    link = bytes.host(UInt32.self, at: start + Offset.link)
    // XFRM_POLICY_BLOCK
    isBlock = bytes.host(UInt8.self, at: start + Offset.action) == 1
    transforms = false
    var cursor = AttributeCursor(attributes, of: "XFRMA")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case IPsecAttribute.template: transforms = a.length > 0
      case IPsecAttribute.interfaceID:
        interfaceID = try bytes.host(UInt32.self, a, "XFRMA_IF_ID")
      case IPsecAttribute.mark: hasMark = true
      default: break
      }
    }
  }

  private static func prefix(
    _ bytes: RawSpan, _ address: Int, _ length: Int, _ family: Family
  ) throws(DecodeError) -> AddressPrefix {
    let size = family == .ipv4 ? 4 : 16
    let place = Attribute(type: 0, start: address, end: address + size)
    let bits = bytes.host(UInt8.self, at: length)
    guard bits <= family.bits else {
      throw DecodeError(.badValue(Int(bits)), at: length, name: "xfrm_selector")
    }
    return AddressPrefix(try bytes.address(place, family, "xfrm_selector"), length: bits)
  }
}

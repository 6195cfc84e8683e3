package import FlowModel

extension Route {
  /// Decodes `RTM_NEWROUTE`: `struct rtmsg` and attributes in host order.
  ///
  /// Gives nil for a family other than IPv4 and IPv6, and for what the kernel learned beside the
  /// routes (`RTM_F_CLONED`).
  ///
  /// Of several ways (`RTA_MULTIPATH`) those that are dead are left out. A route whose ways stand in
  /// a nexthop object alone (`net.ipv4.nexthop_compat_mode` is 0) has none, and `nexthopID`.
  package init?(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    let attributes = try message.after(12, "rtmsg")
    let header = message.payload.lowerBound
    let flags = bytes.host(UInt32.self, at: header + 8)
    guard let family = Family(rawValue: bytes.host(UInt8.self, at: header)),
      flags & RouteFlag.cloned == 0
    else { return nil }
    self.init(
      family: family, destination: family.unspecified,
      prefixLength: bytes.host(UInt8.self, at: header + 1),
      table: UInt32(bytes.host(UInt8.self, at: header + 4)),
      kind: Kind(rawValue: bytes.host(UInt8.self, at: header + 7)),
      tos: bytes.host(UInt8.self, at: header + 3), isDead: flags & RouteFlag.dead != 0)
    let sourceLength = bytes.host(UInt8.self, at: header + 2)
    guard prefixLength <= family.bits, sourceLength <= family.bits else {
      throw DecodeError(
        .badValue(Int(max(prefixLength, sourceLength))), at: header, name: "rtm_dst_len")
    }
    var only = Hop(link: 0)
    var sourceAddress = family.unspecified
    var ways: [Hop]?
    var cursor = AttributeCursor(attributes, of: "RTA")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case RouteAttribute.destination: destination = try bytes.address(a, family, "RTA_DST")
      case RouteAttribute.source: sourceAddress = try bytes.address(a, family, "RTA_SRC")
      case RouteAttribute.outputLink: only.link = try bytes.host(UInt32.self, a, "RTA_OIF")
      case RouteAttribute.gateway: only.gateway = try bytes.address(a, family, "RTA_GATEWAY")
      case RouteAttribute.via: only.gateway = try bytes.via(a)
      case RouteAttribute.priority: metric = try bytes.host(UInt32.self, a, "RTA_PRIORITY")
      case RouteAttribute.preferredSource:
        preferredSource = try bytes.address(a, family, "RTA_PREFSRC")
      case RouteAttribute.table: table = try bytes.host(UInt32.self, a, "RTA_TABLE")
      case RouteAttribute.multipath: ways = try Self.ways(bytes, a, family)
      case RouteAttribute.nexthopID: nexthopID = try bytes.host(UInt32.self, a, "RTA_NH_ID")
      default: break
      }
    }
    if sourceLength > 0 { source = AddressPrefix(sourceAddress, length: sourceLength) }
    if let ways {
      hops = ways
      if ways.isEmpty { isDead = true }
    } else if only.link != 0 || only.gateway != nil {
      hops = [only]
    }
  }

  /// Reads `struct rtnexthop`, one after the other: length, flags, hops and index, then attributes.
  private static func ways(
    _ bytes: RawSpan, _ attribute: Attribute, _ family: Family
  ) throws(DecodeError) -> [Hop] {
    var found: [Hop] = []
    var start = attribute.start
    while start < attribute.end {
      guard attribute.end - start >= 8 else {
        throw DecodeError(.truncated, at: start, name: "rtnexthop")
      }
      let length = Int(bytes.host(UInt16.self, at: start))
      guard length >= 8, length <= attribute.end - start else {
        throw DecodeError(.badLength(length), at: start, name: "rtnexthop")
      }
      var hop = Hop(
        link: bytes.host(UInt32.self, at: start + 4),
        weight: Int(bytes.host(UInt8.self, at: start + 3)) + 1)
      var cursor = AttributeCursor((start + 8)..<(start + length), of: "rtnexthop")
      while let a = try cursor.next(in: bytes) {
        switch a.type {
        case RouteAttribute.gateway: hop.gateway = try bytes.address(a, family, "RTA_GATEWAY")
        case RouteAttribute.via: hop.gateway = try bytes.via(a)
        default: break
        }
      }
      if UInt32(bytes.host(UInt8.self, at: start + 2)) & RouteFlag.dead == 0 { found.append(hop) }
      start += (length + 3) & ~3
    }
    return found
  }
}

extension RawSpan {
  /// `struct rtvia`: a family in host order and an address of it; nil for a family that is no IP.
  fileprivate func via(_ attribute: Attribute) throws(DecodeError) -> Address? {
    guard attribute.length >= 2 else {
      throw DecodeError(.badLength(attribute.length), at: attribute.start, name: "RTA_VIA")
    }
    let number = host(UInt16.self, at: attribute.start)
    guard let family = UInt8(exactly: number).flatMap({ Family(rawValue: $0) }) else { return nil }
    let inner = Attribute(type: 0, start: attribute.start + 2, end: attribute.end)
    return try address(inner, family, "RTA_VIA")
  }
}

extension Family {
  /// The address with all bits zero.
  var unspecified: Address { self == .ipv4 ? Address(ipv4: 0) : .unspecified }
  /// How many bits an address has.
  var bits: UInt8 { self == .ipv4 ? 32 : 128 }
}

package import FlowModel

extension Neighbor {
  /// Decodes `RTM_NEWNEIGH`: `struct ndmsg` and attributes.
  ///
  /// Gives nil for a family other than IPv4, IPv6 and `AF_BRIDGE`, and for addresses of multicast: the
  /// kernel keeps them in the same tables, and they come and go.
  package init?(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    let attributes = try message.after(12, "ndmsg")
    let header = message.payload.lowerBound
    let number = bytes.host(UInt8.self, at: header)
    let family = Family(rawValue: number)
    guard family != nil || number == AddressFamily.bridge else { return nil }
    self.init(
      link: bytes.host(UInt32.self, at: header + 4), address: nil,
      state: bytes.host(UInt16.self, at: header + 8))
    var cursor = AttributeCursor(attributes, of: "NDA")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case NeighborAttribute.destination:
        // In a bridge's table: the far end of a VXLAN.
        if let family { address = try bytes.address(a, family, "NDA_DST") }
      case NeighborAttribute.hardwareAddress: hardwareAddress = bytes.bytes(a)
      case NeighborAttribute.vlan: vlan = try bytes.host(UInt16.self, a, "NDA_VLAN")
      case NeighborAttribute.master: master = try bytes.host(UInt32.self, a, "NDA_MASTER")
      default: break
      }
    }
    if family != nil && address == nil { throw message.lacks("NDA_DST") }
    if let address, address.isMulticast { return nil }
    // The group bit of a hardware address.
    if family == nil, let first = hardwareAddress.first, first & 1 != 0 { return nil }
  }
}

extension Address {
  /// 224.0.0.0/4, and ff00::/8.
  fileprivate var isMulticast: Bool {
    ipv4.map { $0 >> 28 == 0xe } ?? (high >> 56 == 0xff)
  }
}

extension QueueingDiscipline {
  /// Decodes `RTM_NEWQDISC`: `struct tcmsg` and attributes.
  package init(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    let attributes = try message.after(20, "tcmsg")
    let header = message.payload.lowerBound
    var kind: String?
    var cursor = AttributeCursor(attributes, of: "TCA")
    while let a = try cursor.next(in: bytes) {
      if a.type == QdiscAttribute.kind { kind = bytes.text(a) }
    }
    guard let kind else { throw message.lacks("TCA_KIND") }
    self.init(
      link: bytes.host(UInt32.self, at: header + 4), kind: kind,
      handle: bytes.host(UInt32.self, at: header + 8),
      parent: bytes.host(UInt32.self, at: header + 12))
  }
}

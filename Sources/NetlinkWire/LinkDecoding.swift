package import FlowModel

extension Link {
  /// Decodes `RTM_NEWLINK`: `struct ifinfomsg` and attributes, all in host order.
  ///
  /// Gives nil for what a bridge or IPv6 alone has to say about the device (`ifi_family`).
  package init?(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    let attributes = try message.after(16, "ifinfomsg")
    let header = message.payload.lowerBound
    guard bytes.host(UInt8.self, at: header) == 0 else { return nil }
    let flags = bytes.host(UInt32.self, at: header + 8)
    var name: String?
    var isElsewhere = false
    var data: Attribute?
    self.init(
      index: bytes.host(UInt32.self, at: header + 4), name: "",
      isUp: flags & LinkFlag.up != 0, isRunning: flags & LinkFlag.running != 0)
    type = bytes.host(UInt16.self, at: header + 2)
    var cursor = AttributeCursor(attributes, of: "IFLA")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case LinkAttribute.name: name = bytes.text(a)
      case LinkAttribute.link: lower = try bytes.host(UInt32.self, a, "IFLA_LINK")
      case LinkAttribute.master: master = try bytes.host(UInt32.self, a, "IFLA_MASTER")
      case LinkAttribute.linkNamespace: isElsewhere = true
      case LinkAttribute.hardwareAddress: hardwareAddress = bytes.bytes(a)
      case LinkAttribute.mtu: mtu = try bytes.host(UInt32.self, a, "IFLA_MTU")
      case LinkAttribute.group: group = try bytes.host(UInt32.self, a, "IFLA_GROUP")
      case LinkAttribute.linkinfo:
        var inner = AttributeCursor(inside: a, of: "IFLA_LINKINFO")
        while let b = try inner.next(in: bytes) {
          switch b.type {
          case LinkAttribute.infoKind: kind = bytes.text(b)
          case LinkAttribute.infoData: data = b
          case LinkAttribute.infoPortKind: portKind = bytes.text(b)
          default: break
          }
        }
      default: break
      }
    }
    guard let name else { throw message.lacks("IFLA_IFNAME") }
    self.name = name
    // With IFLA_LINK_NETNSID the index is one of another namespace; here it would name a stranger.
    if isElsewhere { lower = nil }
    if let data { try decode(data, of: kind, bytes) }
  }

  /// Decodes `IFLA_INFO_DATA`, whose attributes mean something else for each kind of device.
  private mutating func decode(
    _ data: Attribute, of kind: String?, _ bytes: RawSpan
  ) throws(DecodeError) {
    var cursor = AttributeCursor(inside: data, of: "IFLA_INFO_DATA")
    while let a = try cursor.next(in: bytes) {
      switch (kind, a.type) {
      case ("vlan", LinkAttribute.vlanID): vlan = try bytes.host(UInt16.self, a, "IFLA_VLAN_ID")
      case ("bridge", LinkAttribute.bridgeFiltering):
        filtersVLANs = try bytes.host(UInt8.self, a, "IFLA_BR_VLAN_FILTERING") != 0
      case ("vrf", LinkAttribute.vrfTable):
        vrfTable = try bytes.host(UInt32.self, a, "IFLA_VRF_TABLE")
      default: break
      }
    }
  }
}

extension LocalAddress {
  /// Decodes `RTM_NEWADDR`: `struct ifaddrmsg` and attributes.
  ///
  /// Gives nil for a family other than IPv4 and IPv6.
  ///
  /// On a point-to-point link `IFA_ADDRESS` is the peer, so `IFA_LOCAL` goes before it.
  package init?(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    let attributes = try message.after(8, "ifaddrmsg")
    let header = message.payload.lowerBound
    guard let family = Family(rawValue: bytes.host(UInt8.self, at: header)) else { return nil }
    var local: Address?
    var address: Address?
    var cursor = AttributeCursor(attributes, of: "IFA")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case AddressAttribute.local: local = try bytes.address(a, family, "IFA_LOCAL")
      case AddressAttribute.address: address = try bytes.address(a, family, "IFA_ADDRESS")
      default: break
      }
    }
    guard let own = local ?? address else { throw message.lacks("IFA_ADDRESS") }
    self.init(
      address: own, prefixLength: bytes.host(UInt8.self, at: header + 1),
      link: bytes.host(UInt32.self, at: header + 4))
  }
}

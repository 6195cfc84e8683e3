/// A network device: `RTM_NEWLINK`.
package struct Link: Hashable, Sendable {
  package var index: UInt32
  package var name: String
  /// The corresponding kernel constant is `IFF_UP`.
  package var isUp: Bool
  /// `IFF_RUNNING`: the carrier is there too.
  package var isRunning: Bool
  /// `IFLA_INFO_KIND`: `vlan`, `bridge`, `veth` ...
  package var kind: String?
  /// `IFLA_MASTER`: the bridge or bond this is a port of.
  package var master: UInt32?
  /// `IFLA_LINK`: the device below.
  package var lower: UInt32?
  /// `IFLA_VLAN_ID` of a VLAN device.
  package var vlan: UInt16?
  /// `IFLA_INFO_SLAVE_KIND`: the kind of its master, `bridge` or `bond`.
  package var portKind: String?
  /// `IFLA_MTU`, octets.
  package var mtu: UInt32?
  /// `IFLA_GROUP`; 0 is the default group.
  package var group: UInt32 = 0
  /// `ifi_type`, `ARPHRD_*`: 1 Ethernet, 512 PPP, 65534 none.
  package var type: UInt16 = 1
  /// `IFLA_ADDRESS` as it came.
  package var hardwareAddress: [UInt8] = []
  /// `IFLA_BR_VLAN_FILTERING` of a bridge.
  package var filtersVLANs = false
  /// `IFLA_VRF_TABLE` of a VRF.
  package var vrfTable: UInt32?

  package init(
    index: UInt32, name: String, isUp: Bool, isRunning: Bool, kind: String? = nil,
    master: UInt32? = nil, lower: UInt32? = nil
  ) {
    self.index = index
    self.name = name
    self.isUp = isUp
    self.isRunning = isRunning
    self.kind = kind
    self.master = master
    self.lower = lower
  }
}

/// An address of this machine: `RTM_NEWADDR`.
package struct LocalAddress: Hashable, Sendable {
  package var address: Address
  package var prefixLength: UInt8
  /// Index of the device that carries it.
  package var link: UInt32

  package init(address: Address, prefixLength: UInt8, link: UInt32) {
    self.address = address
    self.prefixLength = prefixLength
    self.link = link
  }
}

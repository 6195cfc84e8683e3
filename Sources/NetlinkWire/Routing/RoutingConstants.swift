// The kernel's numbers of routing and of what stands beside it, under the kernel's names. Sources:
// include/uapi/linux/rtnetlink.h, fib_rules.h, neighbour.h, if_link.h, xfrm.h.

/// `RTA_*`.
enum RouteAttribute {
  static let destination: UInt16 = 1
  static let source: UInt16 = 2
  static let outputLink: UInt16 = 4
  static let gateway: UInt16 = 5
  static let priority: UInt16 = 6
  static let preferredSource: UInt16 = 7
  static let multipath: UInt16 = 9
  static let table: UInt16 = 15
  /// `RTA_VIA`: a gateway of another family than the route's.
  static let via: UInt16 = 18
  /// `RTA_NH_ID`: the nexthop object that says where it goes.
  static let nexthopID: UInt16 = 30
}

/// `rtm_flags` and `rtnh_flags`.
enum RouteFlag {
  /// `RTNH_F_DEAD`: the device is down, or has no carrier where that counts
  /// (`ignore_routes_with_linkdown`).
  static let dead: UInt32 = 1
  /// `RTM_F_CLONED`: an exception that the kernel learned, and no route.
  static let cloned: UInt32 = 0x200
}

/// `FRA_*`.
enum RoutingRuleAttribute {
  static let destination: UInt16 = 1
  static let source: UInt16 = 2
  static let inputDevice: UInt16 = 3
  static let goto: UInt16 = 4
  static let priority: UInt16 = 6
  static let mark: UInt16 = 10
  static let flow: UInt16 = 11
  static let tunnelID: UInt16 = 12
  static let suppressGroup: UInt16 = 13
  static let suppressPrefixLength: UInt16 = 14
  static let table: UInt16 = 15
  static let markMask: UInt16 = 16
  static let outputDevice: UInt16 = 17
  static let padding: UInt16 = 18
  static let l3Master: UInt16 = 19
  /// `FRA_PROTOCOL`: who made the rule.
  static let origin: UInt16 = 21
  static let l4: UInt16 = 22
  static let sourcePorts: UInt16 = 23
  static let destinationPorts: UInt16 = 24
  /// `FRA_SPORT_MASK` and `FRA_DPORT_MASK`, since Linux 6.15.
  static let sourcePortMask: UInt16 = 28
  static let destinationPortMask: UInt16 = 29
}

/// `FR_ACT_*`, and `FIB_RULE_INVERT` of the flags.
enum RoutingRuleAction {
  static let table: UInt8 = 1
  static let goto: UInt8 = 2
  static let nothing: UInt8 = 3
  static let blackhole: UInt8 = 6
  static let unreachable: UInt8 = 7
  static let prohibit: UInt8 = 8
  static let inverted: UInt32 = 2
}

/// `NDA_*`.
enum NeighborAttribute {
  static let destination: UInt16 = 1
  static let hardwareAddress: UInt16 = 2
  static let vlan: UInt16 = 5
  static let master: UInt16 = 9
}

/// `TCA_*`.
enum QdiscAttribute {
  static let kind: UInt16 = 1
}

/// `XFRMA_*`.
enum IPsecAttribute {
  static let template: UInt16 = 5
  static let mark: UInt16 = 21
  static let interfaceID: UInt16 = 31
}

/// Address families beside IPv4 and IPv6.
enum AddressFamily {
  /// `AF_BRIDGE`.
  static let bridge: UInt8 = 7
}

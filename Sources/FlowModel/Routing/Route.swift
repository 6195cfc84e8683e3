/// A route: `RTM_NEWROUTE`.
package struct Route: Hashable, Sendable {
  /// One way of a multipath route, or the only way.
  package struct Hop: Hashable, Sendable {
    /// `RTA_OIF`: index of the device, or 0 when the route has none (blackhole).
    package var link: UInt32
    package var gateway: Address?
    /// `rtnh_hops` + 1: how often it is taken beside the others.
    package var weight: Int

    package init(link: UInt32, gateway: Address? = nil, weight: Int = 1) {
      self.link = link
      self.gateway = gateway
      self.weight = weight
    }
  }

  /// `RTN_*`: 1 unicast, 2 local, 3 broadcast, 6 blackhole, 7 unreachable, 8 prohibit, 9 throw.
  package struct Kind: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let unicast = Kind(rawValue: 1)
    package static let local = Kind(rawValue: 2)
    package static let broadcast = Kind(rawValue: 3)
    package static let anycast = Kind(rawValue: 4)
    package static let multicast = Kind(rawValue: 5)
    package static let blackhole = Kind(rawValue: 6)
    package static let unreachable = Kind(rawValue: 7)
    package static let prohibit = Kind(rawValue: 8)
    package static let `throw` = Kind(rawValue: 9)
  }

  package var family: Family
  /// `RTA_DST`; the default route has length 0.
  package var destination: Address
  /// Of the family's own bits: at most 32 for IPv4.
  package var prefixLength: UInt8
  /// `RTA_TABLE`: 254 main, 255 local, 253 default.
  package var table: UInt32
  package var kind: Kind
  /// `RTA_PRIORITY`: of equal prefixes the lowest wins.
  package var metric: UInt32
  /// `rtm_tos`: 0 for any.
  package var tos: UInt8
  /// Empty where it leads nowhere (blackhole), and where they are not known: see `nexthopID`.
  package var hops: [Hop]
  /// `RTA_PREFSRC`.
  package var preferredSource: Address?
  /// `RTNH_F_DEAD`: it is not taken now.
  ///
  /// One whose device lacks its carrier is taken all the same, unless `ignore_routes_with_linkdown` is
  /// set, which makes it dead.
  package var isDead: Bool
  /// `RTA_SRC`: it holds for packets from there alone (IPv6); nil for all.
  package var source: AddressPrefix?
  /// `RTA_NH_ID`: its ways stand in this nexthop object.
  ///
  /// Where the kernel does not repeat them (`net.ipv4.nexthop_compat_mode` is 0), `hops` is empty and
  /// nothing is known of them.
  package var nexthopID: UInt32?

  package init(
    family: Family, destination: Address, prefixLength: UInt8, table: UInt32 = 254,
    kind: Kind = .unicast, metric: UInt32 = 0, tos: UInt8 = 0, hops: [Hop] = [],
    preferredSource: Address? = nil, isDead: Bool = false
  ) {
    self.family = family
    self.destination = destination
    self.prefixLength = prefixLength
    self.table = table
    self.kind = kind
    self.metric = metric
    self.tos = tos
    self.hops = hops
    self.preferredSource = preferredSource
    self.isDead = isDead
  }
}

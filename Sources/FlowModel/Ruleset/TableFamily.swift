/// The family of an nftables table: `enum nf_inet_proto`, `NFPROTO_*`.
package struct TableFamily: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let inet = TableFamily(rawValue: 1)
  package static let ip = TableFamily(rawValue: 2)
  package static let arp = TableFamily(rawValue: 3)
  package static let netdev = TableFamily(rawValue: 5)
  package static let bridge = TableFamily(rawValue: 7)
  package static let ip6 = TableFamily(rawValue: 10)

  /// The word of nft(8), or the number as text for a family that it does not know.
  package var name: String {
    switch self {
    case .inet: "inet"
    case .ip: "ip"
    case .arp: "arp"
    case .netdev: "netdev"
    case .bridge: "bridge"
    case .ip6: "ip6"
    default: String(rawValue)
    }
  }

  /// Whether its chains at IP hooks see packets of this family.
  package func sees(_ family: Family) -> Bool {
    switch self {
    case .inet: true
    case .ip: family == .ipv4
    case .ip6: family == .ipv6
    default: false
    }
  }
}

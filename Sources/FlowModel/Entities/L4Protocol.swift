/// A layer-4 protocol by its number in the IP header (`IPPROTO_*`).
package struct L4Protocol: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let icmp = L4Protocol(rawValue: 1)
  package static let tcp = L4Protocol(rawValue: 6)
  package static let udp = L4Protocol(rawValue: 17)
  package static let dccp = L4Protocol(rawValue: 33)
  package static let gre = L4Protocol(rawValue: 47)
  package static let icmpv6 = L4Protocol(rawValue: 58)
  package static let sctp = L4Protocol(rawValue: 132)
  package static let udplite = L4Protocol(rawValue: 136)

  /// The name in the sense of `/etc/protocols`, else the number as text.
  package var name: String {
    switch rawValue {
    case 1: "icmp"
    case 2: "igmp"
    case 4: "ipencap"
    case 6: "tcp"
    case 17: "udp"
    case 33: "dccp"
    case 41: "ipv6"
    case 47: "gre"
    case 50: "esp"
    case 51: "ah"
    case 58: "ipv6-icmp"
    case 88: "eigrp"
    case 89: "ospf"
    case 94: "ipip"
    case 103: "pim"
    case 112: "vrrp"
    case 115: "l2tp"
    case 132: "sctp"
    case 136: "udplite"
    default: String(rawValue)
    }
  }

  /// A name of at most six letters, for a narrow column.
  package var shortName: String { self == .icmpv6 ? "icmp6" : name }

  /// Whether a tuple of this protocol carries an ICMP id, type and code in place of ports.
  package var isICMP: Bool { self == .icmp || self == .icmpv6 }

  /// Whether conntrack keeps two ports (for GRE: two keys) for this protocol.
  package var hasPorts: Bool {
    switch self {
    case .tcp, .udp, .dccp, .gre, .sctp, .udplite: true
    default: false
    }
  }
}

import FlowModel

/// Flows of every kind that conntrack tells apart, none like another.
enum Sample {
  static let protocols: [L4Protocol] = [
    .tcp, .udp, .icmp, .icmpv6, .sctp, .dccp, .gre, .udplite, L4Protocol(rawValue: 50),
    L4Protocol(rawValue: 253),
  ]
  static let zones = [
    Zone.none, Zone(id: 5), Zone(id: 6, direction: .orig), Zone(id: 7, direction: .reply),
  ]

  /// Each zone has addresses of its own: where a zone holds for one direction, the other is zone 0.
  static func flow(_ l4: L4Protocol, _ family: Family, _ zone: Zone = .none) -> Flow {
    var orig = Tuple(
      source: family == .ipv4
        ? Address(ipv4: 0x0a00_0102 + UInt32(zone.id) << 8)
        : Address(high: 0xfd << 56, low: 1 + UInt64(zone.id)),
      destination: family == .ipv4
        ? Address(ipv4: 0xc0a8_0102) : Address(high: 0xfd << 56 | 1, low: 2),
      family: family, l4: l4)
    var reply = orig.inverted
    if l4.isICMP {
      orig.sourcePort = 4711
      reply.sourcePort = 4711
      orig.destinationPort = (l4 == .icmp ? 8 : 128) << 8
      reply.destinationPort = (l4 == .icmp ? 0 : 129) << 8
    } else if l4.hasPorts {
      orig.sourcePort = 40000
      orig.destinationPort = 443
      reply = orig.inverted
    }
    return Flow(
      orig: orig, reply: reply, id: 0x0102_0304, status: [.confirmed, .seenReply], zone: zone)
  }

  /// Every protocol in every family that it is tracked in, in every kind of zone.
  static var all: [Flow] {
    protocols.flatMap { l4 in
      [Family.ipv4, .ipv6].flatMap { family in
        zones.compactMap { zone in
          (l4 == .icmp && family == .ipv6) || (l4 == .icmpv6 && family == .ipv4)
            ? nil : flow(l4, family, zone)
        }
      }
    }
  }
}

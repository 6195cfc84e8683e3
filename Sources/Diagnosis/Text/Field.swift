import FlowModel

/// What an expression loads into a register, in the words of nft(8).
struct Field: Hashable, Sendable {
  var text: String
  var type: ValueType
  /// Whether it differs from packet to packet of a flow.
  var isOfPacket = false

  static func meta(_ key: Ruleset.MetaKey) -> Field {
    switch key {
    case .length: Field(text: "meta length", type: .number(host: true), isOfPacket: true)
    case .protocol: Field(text: "meta protocol", type: .etherType)
    case .priority: Field(text: "meta priority", type: .octets)
    case .mark: Field(text: "meta mark", type: .mark, isOfPacket: true)
    case .inputIndex: Field(text: "iif", type: .device, isOfPacket: true)
    case .outputIndex: Field(text: "oif", type: .device, isOfPacket: true)
    case .inputName: Field(text: "iifname", type: .text, isOfPacket: true)
    case .outputName: Field(text: "oifname", type: .text, isOfPacket: true)
    case .inputType: Field(text: "meta iiftype", type: .number(host: true), isOfPacket: true)
    case .outputType: Field(text: "meta oiftype", type: .number(host: true), isOfPacket: true)
    case .family: Field(text: "meta nfproto", type: .family)
    case .l4: Field(text: "meta l4proto", type: .l4)
    case .packetType: Field(text: "meta pkttype", type: .packetType, isOfPacket: true)
    case .inputGroup: Field(text: "iifgroup", type: .number(host: true), isOfPacket: true)
    case .outputGroup: Field(text: "oifgroup", type: .number(host: true), isOfPacket: true)
    case .inputKind: Field(text: "meta iifkind", type: .text, isOfPacket: true)
    case .outputKind: Field(text: "meta oifkind", type: .text, isOfPacket: true)
    case .init(rawValue: 10): Field(text: "meta skuid", type: .number(host: true))
    case .init(rawValue: 11): Field(text: "meta skgid", type: .number(host: true))
    case .init(rawValue: 23): Field(text: "meta cgroup", type: .number(host: true))
    case .init(rawValue: 20): Field(text: "meta cpu", type: .number(host: true), isOfPacket: true)
    case .random: Field(text: "meta random", type: .number(host: true), isOfPacket: true)
    case .init(rawValue: 30): Field(text: "meta hour", type: .number(host: true), isOfPacket: true)
    case .init(rawValue: 29): Field(text: "meta day", type: .number(host: true), isOfPacket: true)
    case .init(rawValue: 28): Field(text: "meta time", type: .number(host: true), isOfPacket: true)
    default: Field(text: "meta \(key.rawValue)", type: .octets, isOfPacket: true)
    }
  }

  static func fib(_ question: Ruleset.RouteQuestion) -> Field {
    let type: ValueType =
      if question.keys.contains(.presence) {
        .presence
      } else {
        switch question.result {
        case .device: .device
        case .deviceName: .text
        case .type: .routeType
        }
      }
    return Field(text: "fib \(question.text)", type: type, isOfPacket: true)
  }

  static func ct(_ key: Ruleset.CtKey, _ side: Ruleset.CtDirection?, _ family: Family?) -> Field {
    let prefix = "ct" + (side.map { $0 == .original ? " original" : " reply" } ?? "")
    let (word, type): (String, ValueType) =
      switch key {
      case .state: ("state", .state)
      case .direction: ("direction", .direction)
      case .status: ("status", .status)
      case .mark: ("mark", .mark)
      case .expiration: ("expiration", .number(host: true))
      case .helper: ("helper", .text)
      case .family: ("l3proto", .family)
      case .source: ("saddr", .address(family ?? .ipv6))
      case .destination: ("daddr", .address(family ?? .ipv6))
      case .l4: ("protocol", .l4)
      case .sourcePort: ("proto-src", .port)
      case .destinationPort: ("proto-dst", .port)
      case .labels: ("label", .octets)
      case .packets: ("packets", .number(host: true))
      case .bytes: ("bytes", .number(host: true))
      case .averagePacket: ("avgpkt", .number(host: true))
      case .zone: ("zone", .number(host: true))
      case .sourceIPv4: ("ip saddr", .address(.ipv4))
      case .destinationIPv4: ("ip daddr", .address(.ipv4))
      case .sourceIPv6: ("ip6 saddr", .address(.ipv6))
      case .destinationIPv6: ("ip6 daddr", .address(.ipv6))
      case .id: ("id", .number(host: false))
      default: (String(key.rawValue), .octets)
      }
    return Field(
      text: "\(prefix) \(word)", type: type, isOfPacket: key == .state || key == .direction)
  }

  /// A field of a header, by its place; nil where it has no name.
  static func payload(
    _ base: Ruleset.PayloadBase, _ offset: Int, _ length: Int, _ family: Family?, _ l4: L4Protocol?
  ) -> Field? {
    switch (base, family) {
    case (.network, .ipv4): ipv4(offset, length)
    case (.network, .ipv6): ipv6(offset, length)
    case (.transport, _): transport(offset, length, l4)
    default: nil
    }
  }

  private static func ipv4(_ offset: Int, _ length: Int) -> Field? {
    switch (offset, length) {
    case (12, 1...4): Field(text: "ip saddr", type: .address(.ipv4))
    case (16, 1...4): Field(text: "ip daddr", type: .address(.ipv4))
    case (9, 1): Field(text: "ip protocol", type: .l4)
    case (8, 1): Field(text: "ip ttl", type: .number(host: false), isOfPacket: true)
    case (2, 2): Field(text: "ip length", type: .number(host: false), isOfPacket: true)
    case (4, 2): Field(text: "ip id", type: .number(host: false), isOfPacket: true)
    case (6, 2): Field(text: "ip frag-off", type: .octets, isOfPacket: true)
    case (1, 1): Field(text: "ip dscp", type: .dscp, isOfPacket: true)
    case (0, 1): Field(text: "ip version", type: .number(host: false))
    case (10, 2): Field(text: "ip checksum", type: .number(host: false), isOfPacket: true)
    default: nil
    }
  }

  private static func ipv6(_ offset: Int, _ length: Int) -> Field? {
    switch (offset, length) {
    case (8, 1...16): Field(text: "ip6 saddr", type: .address(.ipv6))
    case (24, 1...16): Field(text: "ip6 daddr", type: .address(.ipv6))
    case (6, 1): Field(text: "ip6 nexthdr", type: .l4)
    case (7, 1): Field(text: "ip6 hoplimit", type: .number(host: false), isOfPacket: true)
    case (4, 2): Field(text: "ip6 length", type: .number(host: false), isOfPacket: true)
    default: nil
    }
  }

  private static func transport(_ offset: Int, _ length: Int, _ l4: L4Protocol?) -> Field? {
    let name =
      switch l4 {
      case .tcp?, .udp?, .sctp?, .dccp?, .udplite?: l4?.name ?? "th"
      case .icmp?: "icmp"
      case .icmpv6?: "icmpv6"
      default: "th"
      }
    switch (offset, length, name) {
    case (0, 1, "icmp"): return Field(text: "icmp type", type: .icmp, isOfPacket: true)
    case (0, 1, "icmpv6"): return Field(text: "icmpv6 type", type: .icmpv6, isOfPacket: true)
    case (1, 1, "icmp"), (1, 1, "icmpv6"):
      return Field(text: "\(name) code", type: .number(host: false), isOfPacket: true)
    case (0, 2, _): return Field(text: "\(name) sport", type: .port)
    case (2, 2, _): return Field(text: "\(name) dport", type: .port)
    case (13, 1, "tcp"): return Field(text: "tcp flags", type: .tcpFlags, isOfPacket: true)
    case (14, 2, "tcp"):
      return Field(text: "tcp window", type: .number(host: false), isOfPacket: true)
    case (4, 2, "udp"):
      return Field(text: "udp length", type: .number(host: false), isOfPacket: true)
    default: return nil
    }
  }
}

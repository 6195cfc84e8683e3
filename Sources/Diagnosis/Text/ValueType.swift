import FlowModel

/// What octets of a register stand for, to be written as nft(8) writes it.
enum ValueType: Hashable, Sendable {
  case address(Family)
  case port
  case l4
  /// `meta nfproto`, `ct l3proto`.
  case family
  case etherType
  case mark
  /// A device's name, or another text padded with zeros.
  case text
  case device
  case bits([String])
  case word([UInt8: String])
  /// A number; `host` is of the machine's own order.
  case number(host: Bool)
  /// Hexadecimal, for what has no better form.
  case octets

  static let state = ValueType.bits([
    "invalid", "established", "related", "new", "", "", "untracked",
  ])
  static let status = ValueType.bits([
    "expected", "seen-reply", "assured", "confirmed", "snat", "dnat", "", "", "", "dying",
  ])
  static let tcpFlags = ValueType.bits(["fin", "syn", "rst", "psh", "ack", "urg", "ecn", "cwr"])
  static let direction = ValueType.word([0: "original", 1: "reply"])
  static let packetType = ValueType.word([0: "host", 1: "broadcast", 2: "multicast", 3: "other"])
  static let icmp = ValueType.word([
    0: "echo-reply", 3: "destination-unreachable", 4: "source-quench", 5: "redirect",
    8: "echo-request", 9: "router-advertisement", 10: "router-solicitation", 11: "time-exceeded",
    12: "parameter-problem", 13: "timestamp-request", 14: "timestamp-reply", 15: "info-request",
    16: "info-reply", 17: "address-mask-request", 18: "address-mask-reply",
  ])
  static let icmpv6 = ValueType.word([
    1: "destination-unreachable", 2: "packet-too-big", 3: "time-exceeded", 4: "parameter-problem",
    128: "echo-request", 129: "echo-reply", 130: "mld-listener-query", 131: "mld-listener-report",
    132: "mld-listener-done", 133: "nd-router-solicit", 134: "nd-router-advert",
    135: "nd-neighbor-solicit", 136: "nd-neighbor-advert", 137: "nd-redirect",
    143: "mld2-listener-report",
  ])
  /// By the value of the six bits.
  static let dscp = ValueType.word([
    0: "cs0", 8: "cs1", 16: "cs2", 24: "cs3", 32: "cs4", 40: "cs5", 48: "cs6", 56: "cs7",
    10: "af11", 12: "af12", 14: "af13", 18: "af21", 20: "af22", 22: "af23", 26: "af31",
    28: "af32", 30: "af33", 34: "af41", 36: "af42", 38: "af43", 46: "ef",
  ])

  /// Octets that a value takes, without padding; nil where that is not fixed.
  var length: Int? {
    switch self {
    case .address(.ipv4), .mark, .device: 4
    case .address(.ipv6), .text: 16
    case .port, .etherType: 2
    case .l4, .family, .word: 1
    case .bits, .number, .octets: nil
    }
  }

  /// The octets as text; `isSwapped` says that a number of the machine's order lies the other way.
  func text(_ octets: [UInt8], isSwapped: Bool = false, devices: [UInt32: String] = [:]) -> String {
    switch self {
    case .address(let family): return Self.address(octets, family)
    case .port, .number(host: false): return String(Self.number(octets, host: false))
    case .number(host: true): return String(Self.number(octets, host: !isSwapped))
    case .mark: return Self.hexadecimal(Self.number(octets, host: !isSwapped), digits: 8)
    case .l4: return Self.l4(octets.first ?? 0)
    case .family:
      return octets.first == 2 ? "ipv4" : octets.first == 10 ? "ipv6" : String(octets.first ?? 0)
    case .etherType:
      switch Self.number(octets, host: false) {
      case 0x0800: return "ip"
      case 0x86dd: return "ip6"
      case 0x0806: return "arp"
      case 0x8100: return "vlan"
      case let other: return Self.hexadecimal(other, digits: 4)
      }
    case .text: return Self.quoted(octets)
    case .device:
      let index = Self.number(octets, host: !isSwapped)
      return devices[UInt32(truncatingIfNeeded: index)].map { "\"\($0)\"" } ?? String(index)
    case .bits(let names): return Self.bits(Self.number(octets, host: !isSwapped), names)
    case .word(let words): return words[octets.first ?? 0] ?? String(octets.first ?? 0)
    case .octets:
      return Self.hexadecimal(Self.number(octets, host: false), digits: 0)
    }
  }

  private static func l4(_ number: UInt8) -> String {
    // nft(8) goes by /etc/protocols, where 58 has a hyphen.
    L4Protocol(rawValue: number).name
  }

  static func number(_ octets: [UInt8], host: Bool) -> UInt64 {
    let isReversed = host && 1.littleEndian == 1
    return (isReversed ? octets.reversed() : octets).suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func address(_ octets: [UInt8], _ family: Family) -> String {
    let size = family == .ipv4 ? 4 : 16
    let whole = octets + [UInt8](repeating: 0, count: max(0, size - octets.count))
    var buffer = TextBuffer(reserving: 40)
    if family == .ipv4 {
      buffer.append(
        Address(ipv4: UInt32(truncatingIfNeeded: number(Array(whole.prefix(4)), host: false))),
        family: family)
    } else {
      let high = number(Array(whole.prefix(8)), host: false)
      let low = number(Array(whole[8..<16]), host: false)
      buffer.append(Address(high: high, low: low), family: family)
    }
    return buffer.string
  }

  static func hexadecimal(_ number: UInt64, digits: Int) -> String {
    let text = String(number, radix: 16)
    return "0x" + String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  /// A text up to its first zero, in quotes; one cut short stands for every text that begins so.
  private static func quoted(_ octets: [UInt8]) -> String {
    let text = octets.prefix { $0 != 0 }
    let isPattern = text.count == octets.count && octets.count < 16
    return "\"" + String(decoding: text, as: UTF8.self) + (isPattern ? "*\"" : "\"")
  }

  private static func bits(_ number: UInt64, _ names: [String]) -> String {
    guard number != 0 else { return "0" }
    var words: [String] = []
    var rest = number
    for (bit, name) in names.enumerated() where number >> UInt64(bit) & 1 == 1 && !name.isEmpty {
      words.append(name)
      rest &= ~(1 << UInt64(bit))
    }
    if rest != 0 { words.append(hexadecimal(rest, digits: 0)) }
    return words.joined(separator: ",")
  }

  var isBits: Bool {
    if case .bits = self { true } else { false }
  }
}

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
    case .init(rawValue: 20): Field(text: "meta cpu", type: .number(host: true), isOfPacket: true)
    case .random: Field(text: "meta random", type: .number(host: true), isOfPacket: true)
    case .init(rawValue: 30): Field(text: "meta hour", type: .number(host: true), isOfPacket: true)
    case .init(rawValue: 29): Field(text: "meta day", type: .number(host: true), isOfPacket: true)
    case .init(rawValue: 28): Field(text: "meta time", type: .number(host: true), isOfPacket: true)
    default: Field(text: "meta \(key.rawValue)", type: .octets, isOfPacket: true)
    }
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

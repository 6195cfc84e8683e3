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
  /// Whether there is one: `exists`, `missing`.
  case presence
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
  /// `RTN_*`.
  static let routeType = ValueType.word([
    0: "unspec", 1: "unicast", 2: "local", 3: "broadcast", 4: "anycast", 5: "multicast",
    6: "blackhole", 7: "unreachable", 8: "prohibit",
  ])
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
    case .word: self == .routeType ? 4 : 1
    case .l4, .family: 1
    case .bits, .number, .presence, .octets: nil
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
    case .word(let words):
      let number = Self.number(octets, host: !isSwapped)
      return words[UInt8(truncatingIfNeeded: number)] ?? String(number)
    case .presence, .octets:
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

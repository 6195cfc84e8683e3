import FlowModel

extension RuleReader {
  // MARK: Comparisons

  mutating func comparison(_ symbol: Symbol, _ rest: String, _ index: Int) {
    say(
      "\(symbol.text) \(rest)", index, from: symbol.first, kind: .comparison,
      symbol.subject.map { [$0] } ?? [])
  }

  mutating func compare(
    _ comparison: Ruleset.Comparison, _ register: Ruleset.Register, _ octets: [UInt8], _ index: Int
  ) -> Int {
    let symbol = symbol(register, octets.count, index)
    if symbol.type == .presence, comparison == .equal, let word = Self.presence(octets) {
      self.comparison(symbol, word, index)
      return 1
    }
    if comparison == .greaterOrEqual, index + 1 < rule.expressions.count,
      case .compare(.lessOrEqual, register, let end) = rule.expressions[index + 1]
    {
      self.comparison(symbol, range(octets, end, symbol), index + 1)
      return 2
    }
    if symbol.mask != nil, let text = masked(symbol, comparison, octets) {
      self.comparison(symbol, text, index)
    } else {
      let value = value(octets, symbol)
      // Bits compared as a whole take a word, for without it they would be asked one by one.
      let equals = symbol.type == .tcpFlags ? "== " : ""
      self.comparison(symbol, Self.word(comparison, equals) + value, index)
      if comparison == .equal, symbol.mask == nil { depend(symbol, octets) }
    }
    return 1
  }

  /// What `NFTA_FIB_F_PRESENT` is compared with.
  private static func presence(_ octets: [UInt8]) -> String? {
    switch ValueType.number(octets, host: true) {
    case 0: "missing"
    case 1: "exists"
    default: nil
    }
  }

  /// Remembers the protocol that a comparison establishes for what comes after it.
  private mutating func depend(_ symbol: Symbol, _ octets: [UInt8]) {
    guard let first = octets.first else { return }
    switch symbol.text {
    case "meta nfproto":
      family = first == 2 ? .ipv4 : first == 10 ? .ipv6 : nil
      familyClause = clauses.count - 1
    case "meta protocol":
      let type = ValueType.number(octets, host: false)
      family = type == 0x0800 ? .ipv4 : type == 0x86dd ? .ipv6 : family
      familyClause = clauses.count - 1
    case "meta l4proto":
      l4 = L4Protocol(rawValue: first)
      l4Clause = clauses.count - 1
    case "ip protocol", "ip6 nexthdr":
      l4 = L4Protocol(rawValue: first)
      l4Clause = nil
    default: break
    }
  }

  private static func word(_ comparison: Ruleset.Comparison, _ equals: String = "") -> String {
    switch comparison {
    case .equal: equals
    case .notEqual: "!= "
    case .less: "< "
    case .lessOrEqual: "<= "
    case .greater: "> "
    case .greaterOrEqual: ">= "
    }
  }

  func range(_ from: [UInt8], _ to: [UInt8], _ symbol: Symbol) -> String {
    value(from, symbol) + "-" + value(to, symbol)
  }

  func value(_ octets: [UInt8], _ symbol: Symbol) -> String {
    let text = symbol.type.text(octets, isSwapped: symbol.isSwapped, devices: printer.devices)
    if case .address(let family) = symbol.type, octets.count < (family == .ipv4 ? 4 : 16) {
      return "\(text)/\(octets.count * 8)"
    }
    return text
  }

  /// A comparison of what a mask leaves, in the short form that its type has; else nil.
  private func masked(
    _ symbol: Symbol, _ comparison: Ruleset.Comparison, _ octets: [UInt8]
  ) -> String? {
    guard let mask = symbol.mask, symbol.xor?.allSatisfy({ $0 == 0 }) ?? true else { return nil }
    let isZero = octets.allSatisfy { $0 == 0 }
    let text = { (octets: [UInt8]) in
      symbol.type.text(octets, isSwapped: symbol.isSwapped, devices: printer.devices)
    }
    if case .address = symbol.type, let bits = Self.prefix(mask) {
      return "\(Self.word(comparison))\(text(octets))/\(bits)"
    }
    if symbol.type == .dscp, mask == [0xfc], let value = octets.first {
      return Self.word(comparison) + text([value >> 2])
    }
    if symbol.text == "ip version", mask == [0xf0], let value = octets.first {
      return Self.word(comparison) + text([value >> 4])
    }
    if symbol.type.isBits {
      if isZero { return (comparison == .equal ? "! " : "") + text(mask) }
      if comparison == .equal { return "\(text(octets)) / \(text(mask))" }
    }
    return "& \(text(mask)) \(Self.word(comparison, "== "))\(text(octets))"
  }

  /// The length of a mask that is a prefix.
  static func prefix(_ mask: [UInt8]) -> Int? {
    var bits = 0
    var isOver = false
    for octet in mask {
      let ones = (~octet).leadingZeroBitCount
      if isOver && octet != 0 || octet != 0 && octet != UInt8.max << UInt8(8 - ones) { return nil }
      if ones < 8 { isOver = true }
      bits += ones
    }
    return bits
  }
}

/// The words of the language.
enum FilterWords {
  /// The words that a test begins with, beside the names of protocols.
  static let keywords = [
    "src", "dst", "host", "net", "port", "sport", "dport", "proto", "ip", "ip6", "lane",
    "offloaded", "nat", "snat", "dnat", "state", "status", "mark", "zone", "id", "rate", "bytes",
    "packets", "age", "timeout", "helper", "dev", "iif", "oif", "reason", "pinned",
  ]

  /// Other spellings of them.
  private static let aliases = ["portrange", "ip4", "ipv4", "ipv6"]

  /// The words whose number can be compared.
  static let comparable = [
    "rate", "bytes", "packets", "age", "timeout", "port", "sport", "dport", "mark", "zone", "id",
  ]

  /// Protocols by name; `ipv6` alone means the family, as it does to everybody.
  private static let protocols: [String: L4Protocol] = {
    var protocols: [String: L4Protocol] = [:]
    for number in UInt8.min...UInt8.max {
      let l4 = L4Protocol(rawValue: number)
      if l4.name != String(number) { protocols[l4.name] = l4 }
    }
    protocols["icmp6"] = .icmpv6
    protocols["icmpv6"] = .icmpv6
    return protocols
  }()

  static let protocolNames = protocols.keys.sorted()

  /// A protocol by its name or number; nil for none.
  static func l4(_ word: String) -> L4Protocol? {
    protocols[word] ?? (word.utf8.allSatisfy(\.isDigit) ? UInt8(word).map(L4Protocol.init) : nil)
  }

  /// A protocol whose name alone is a test.
  static func protocolTest(_ word: String) -> L4Protocol? {
    word == "ipv6" ? nil : protocols[word]
  }

  static func isProtocol(_ word: String) -> Bool { protocolTest(word) != nil }

  /// The status bits that `status` takes, by their name in lower case.
  static let statuses: [(name: String, bit: Status)] = Status.names.map {
    ($0.name.lowercased(), $0.bit)
  }

  static let statusNames = statuses.map(\.name) + ["unreplied"]

  /// A status bit by its name, in any case of letters, `-` for `_`; nil for none.
  static func status(_ word: String) -> Status? {
    let name = word.lowercased().exchanging("-", for: "_")
    return statuses.first { $0.name == name }?.bit
  }

  static func name(of bits: Status) -> String {
    statuses.first { $0.bit == bits }?.name ?? "seen_reply"
  }

  /// Whether more letters may make a word of the language out of this one, in lower case.
  static func isBeginning(_ word: String) -> Bool {
    (keywords + aliases + protocolNames + ["and", "or", "not"])
      .contains { $0.hasPrefix(word) && $0 != word }
  }

  // MARK: Quoting

  /// An argument, in quotes where it could not stand bare.
  static func quotedArgument(_ text: String) -> String {
    isBare(text) && !text.hasSuffix("*") ? text : quoted(text)
  }

  /// A text to search for, in quotes where bare it would mean something else.
  static func quotedText(_ text: String) -> String {
    let means =
      keywords.contains(text) || aliases.contains(text) || isProtocol(text)
      || FilterNumber.prefix(text) != nil
    return isBare(text) && !means && !isNumeric(text) ? text : quoted(text)
  }

  /// Behind `port 80 or`, a bare number would be one more port.
  private static func isNumeric(_ text: String) -> Bool {
    FilterNumber.ports(text) != nil || FilterNumber.address(text) != nil
  }

  /// Whether the text is one word, and no operator.
  private static func isBare(_ text: String) -> Bool {
    guard let tokens = try? FilterLexer.tokens(text), tokens.count == 1 else { return false }
    return tokens[0].kind == .word(text)
  }

  /// A text in quotes, with a backslash before what would end them.
  static func quoted(_ text: String) -> String {
    "\"" + text.exchanging("\\", for: "\\\\").exchanging("\"", for: "\\\"") + "\""
  }
}

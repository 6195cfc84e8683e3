import FlowModel

/// Reads a rule's expressions one after another, and says in clauses what they ask and do.
struct RuleReader {
  /// What lies in a register.
  struct Symbol {
    var text: String
    var type: ValueType
    var subject: RuleClause.Subject?
    /// Octets, where it is fewer than the type has: of an address its first ones.
    var length: Int
    var mask: [UInt8]?
    var xor: [UInt8]?
    var isSwapped = false
    /// A fixed value, whose type is that of what it goes to.
    var constant: [UInt8]?
    var first: Int
  }

  let printer: RuleText
  let rule: Ruleset.Rule
  var symbols: [Int: Symbol] = [:]
  var clauses: [RuleClause] = []
  var family: Family?
  var l4: L4Protocol?
  /// The clauses that say the family and the protocol, which a field of theirs makes needless.
  var familyClause: Int?
  var l4Clause: Int?

  init(_ printer: RuleText, _ rule: Ruleset.Rule) {
    self.printer = printer
    self.rule = rule
    switch rule.table.family {
    case .ip: family = .ipv4
    case .ip6: family = .ipv6
    default: family = nil
    }
  }

  mutating func read() -> [RuleClause] {
    var index = 0
    while index < rule.expressions.count {
      index += read(rule.expressions[index], at: index)
    }
    return clauses
  }

  /// Reads one expression; returns how many were taken.
  private mutating func read(_ expression: Ruleset.Expression, at index: Int) -> Int {
    switch expression {
    case .payload(let base, let offset, let length, let into):
      load(payload(base, offset, length), length, into, index)
    case .meta(let key, let into):
      load(.meta(key), PacketFacts.length(of: key), into, index)
    case .ct(let key, let side, let into):
      load(.ct(key, side, family), PacketFacts.length(of: key, family ?? .ipv6), into, index)
    case .compare(let comparison, let register, let octets):
      return compare(comparison, register, octets, index)
    case .range(let register, let from, let to, let inverted):
      let symbol = symbol(register, from.count, index)
      comparison(symbol, (inverted ? "!= " : "") + range(from, to, symbol), index)
    case .among(let register, let ranges, let inverted):
      let symbol = symbol(register, ranges.first?.from.count ?? 0, index)
      let words = ranges.map {
        $0.from == $0.to ? value($0.from, symbol) : range($0.from, $0.to, symbol)
      }
      comparison(symbol, "\(inverted ? "!= " : "")\(Self.listed(words))", index)
    case .mask(let register, let into, let mask, let xor):
      var symbol = symbol(register, mask.count, index)
      symbol.mask = mask
      symbol.xor = xor
      symbols[into.offset] = symbol
    case .shift(let register, let into, let length, let left, let count):
      var symbol = symbol(register, length, index)
      symbol.text += left ? " << \(count)" : " >> \(count)"
      symbols[into.offset] = symbol
    case .byteorder(let register, let into, let length, _):
      var symbol = symbol(register, length, index)
      symbol.isSwapped.toggle()
      symbols[into.offset] = symbol
    case .immediate(let octets, let into):
      symbols[into.offset] = Symbol(
        text: "", type: .octets, length: octets.count, constant: octets, first: index)
    case .lookup(let set, let register, let into, let toVerdict, let inverted):
      lookup(set, register, into, toVerdict, inverted, index)
    case .metaSet(let key, let from): assign(.meta(key), from, index)
    case .ctSet(let key, let from): assign(.ct(key, nil, family), from, index)
    case .payloadSet(let base, let offset, let length, let from):
      assign(payload(base, offset, length), from, index)
    case .verdict(let verdict): say(verdict.text, index)
    case .setUpdate(let set, let deletes, let key, let inverted, let isConditional):
      let keys = concatenation(at: key, printer.set(set, of: rule.table)?.keyLength, index)
      let words = keys.map(\.text).joined(separator: " . ")
      say(
        (deletes ? "delete" : "add") + " @\(set) { \(words)\(isConditional ? " [limit]" : "") }"
          + (inverted ? " [inverted]" : ""), index)
    case .objectReference(let type, let name, let map, let key):
      refer(type, name, map, key, index)
    case .fib(let question, let into): load(.fib(question), question.length, into, index)
    case .flowOffload(let name): say("flow add @\(name)", index)
    case .statement(let name): say(Self.statement(name), index)
    case .reject: say("reject", index)
    case .takesAway(let name): say(name, index)
    case .undecidable(let name, let detail, let into, let length):
      open(name, detail, into, length, index)
    }
    return 1
  }

  mutating func say(
    _ text: String, _ index: Int, from first: Int? = nil, kind: RuleClause.Kind = .other,
    _ subjects: [RuleClause.Subject] = []
  ) {
    clauses.append(
      RuleClause(
        text: text, expressions: min(first ?? index, index)...index, subjects: subjects, kind: kind)
    )
  }

  private static func listed(_ words: [String]) -> String {
    words.count == 1 ? words[0] : "{ \(words.joined(separator: ", ")) }"
  }

  private static func statement(_ name: String) -> String {
    switch name {
    case "counter", "log", "notrack", "dup", "last": name
    case "masq": "masquerade"
    case "redir": "redirect"
    default: "[\(name)]"
    }
  }

  private mutating func refer(
    _ type: UInt32?, _ name: String?, _ map: String?, _ key: Ruleset.Register?, _ index: Int
  ) {
    if let map {
      let keys =
        key.map { concatenation(at: $0, printer.set(map, of: rule.table)?.keyLength, index) } ?? []
      let words = keys.map(\.text).joined(separator: " . ")
      say(
        "[object] \(words) map @\(map)", index, from: keys.map(\.first).min(),
        keys.compactMap(\.subject))
      return
    }
    let target = name.map { "\"\($0)\"" } ?? "?"
    switch type {
    case 1: say("counter name \(target)", index)
    case 2: say("quota name \(target)", index)
    case 3: say("ct helper set \(target)", index)
    case 4: say("limit name \(target)", index)
    case 5: say("ct count name \(target)", index)
    case 7: say("ct timeout set \(target)", index)
    case 9: say("ct expectation set \(target)", index)
    case 10: say("synproxy name \(target)", index)
    default: say("[objref \(target)]", index)
    }
  }

  /// What cannot be decided: a word with its detail, or the value of a register.
  private mutating func open(
    _ name: String, _ detail: String?, _ into: Ruleset.Register?, _ length: Int, _ index: Int
  ) {
    let text =
      switch (name, detail) {
      case ("match", let detail?), ("target", let detail?): "[\(name) \(detail)]"
      case ("limit", let detail?): "limit rate \(detail)"
      case (_, let detail?): "\(name) \(detail)"
      default: "[\(name)]"
      }
    guard let into else { return say(text, index) }
    symbols[into.offset] = Symbol(text: text, type: .octets, length: length, first: index)
  }

  // MARK: Loads

  private mutating func load(
    _ field: Field, _ length: Int, _ into: Ruleset.Register, _ index: Int
  ) {
    symbols[into.offset] = Symbol(
      text: field.text, type: field.type, subject: .init(field: field, load: index),
      length: length, first: index)
  }

  private mutating func payload(
    _ base: Ruleset.PayloadBase, _ offset: Int, _ length: Int
  ) -> Field {
    if let field = Field.payload(base, offset, length, family, l4) {
      // The field's own name says what the dependency says.
      if base == .network, let clause = familyClause { clauses[clause].isHidden = true }
      if base == .transport, let clause = l4Clause, !field.text.hasPrefix("th ") {
        clauses[clause].isHidden = true
      }
      if field.text.hasPrefix("icmp"), let clause = familyClause { clauses[clause].isHidden = true }
      return field
    }
    let name =
      switch base {
      case .link: "ll"
      case .network: "nh"
      case .transport: "th"
      case .inner, .tunnel: "ih"
      }
    return Field(text: "@\(name),\(offset * 8),\(length * 8)", type: .octets, isOfPacket: true)
  }

  func symbol(_ register: Ruleset.Register, _ length: Int, _ index: Int) -> Symbol {
    symbols[register.offset]
      ?? Symbol(text: "[register]", type: .octets, length: length, first: index)
  }
}

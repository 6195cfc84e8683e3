package import FlowModel

/// Prints rules as `nft -a list ruleset` does, from their expressions and sets.
///
/// For where nobody gave a rule's text: a recording, or a machine without libnftables. An expression
/// that it does not know is printed as `[name]`.
package struct RuleText: Sendable {
  private struct Name: Hashable {
    var table: Ruleset.TableName
    var name: String
  }

  let ruleset: Ruleset
  let devices: [UInt32: String]
  private let places: [Name: Int]

  /// `links` give `iif` and `oif`, which hold numbers, their names.
  package init(_ ruleset: Ruleset, links: [Link] = []) {
    self.ruleset = ruleset
    devices = Dictionary(links.map { ($0.index, $0.name) }) { first, _ in first }
    places = Dictionary(
      ruleset.sets.enumerated().map { (Name(table: $1.table, name: $1.name), $0) }
    ) { first, _ in first }
  }

  /// A rule without its handle: as nft(8) printed it, else as it is printed here.
  package func text(_ rule: Ruleset.Rule) -> String { rule.text ?? printed(rule) }

  /// A rule as it is printed from its expressions.
  package func printed(_ rule: Ruleset.Rule) -> String {
    var words = clauses(of: rule).filter { !$0.isHidden }.map(\.text)
    if let comment = rule.comment { words.append("comment \"\(comment)\"") }
    return words.joined(separator: " ")
  }

  /// A rule as it is quoted in an explanation.
  package func quoted(_ rule: Ruleset.Rule) -> QuotedRule {
    QuotedRule(
      table: "\(rule.table.family.name) \(rule.table.name)", chain: rule.chain,
      handle: rule.handle, text: text(rule))
  }

  func clauses(of rule: Ruleset.Rule) -> [RuleClause] {
    var reader = RuleReader(self, rule)
    return reader.read()
  }

  func set(_ name: String, of table: Ruleset.TableName) -> Ruleset.SetDefinition? {
    places[Name(table: table, name: name)].map { ruleset.sets[$0] }
  }
}

extension Ruleset.Verdict {
  /// The words of nft(8).
  package var text: String {
    switch self {
    case .accept: "accept"
    case .drop: "drop"
    case .queue: "queue"
    case .stolen: "stolen"
    case .continue: "continue"
    case .break: "break"
    case .jump(let chain): "jump \(chain)"
    case .goto(let chain): "goto \(chain)"
    case .return: "return"
    case .other(let code): "[verdict \(code)]"
    }
  }
}

/// A part of a rule that says one thing, with the expressions that it was made of.
struct RuleClause {
  /// What a clause asks of a packet.
  struct Subject: Hashable {
    var field: Field
    /// The expression that loads it.
    var load: Int
  }

  enum Kind: Hashable {
    case comparison
    /// In a set, or (inverted) not in it.
    case lookup(set: String, isNamed: Bool, inverted: Bool)
    case other
  }

  var text: String
  /// A dependency that another clause implies.
  var isHidden = false
  var expressions: ClosedRange<Int>
  var subjects: [Subject] = []
  var kind = Kind.other
}

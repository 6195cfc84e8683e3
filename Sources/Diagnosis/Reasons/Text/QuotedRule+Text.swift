import FlowModel

extension Surroundings {
  /// A rule as an explanation quotes it; nil when there is none at this place.
  func quote(_ place: Int) -> QuotedRule? {
    guard let ruleText, ruleText.ruleset.rules.indices.contains(place) else { return nil }
    return ruleText.quoted(ruleText.ruleset.rules[place])
  }
}

extension Ruleset.TableName {
  /// `inet filter`.
  var text: String { "\(family.name) \(name)" }
}

extension QuotedRule {
  /// `tcp dport 80 accept # handle 12 (inet filter forward)`.
  var placed: String { "\(line) (\(table) \(chain))" }
}

extension Ruleset.Verdict {
  /// What it does to a packet, as a verb: `accepts`.
  var verb: String {
    switch self {
    case .accept: "accepts"
    case .drop: "drops"
    case .queue: "queues"
    case .stolen: "takes away"
    case .return: "returns with"
    case .jump, .goto: "sends elsewhere"
    case .continue, .break: "passes on"
    case .other: "decides about"
    }
  }
}

/// A reason in full: what it rests on, and what would change it.
package struct Explanation: Hashable, Sendable {
  package var reason: Reason
  /// One sentence for a person.
  package var text: String
  /// How it was found, step by step: which chain, which rule, which route; a sentence each.
  package var steps: [String]
  /// The rule that it rests on.
  package var rule: QuotedRule?
  /// The device that it rests on, by name.
  package var device: String?
  /// The setting that it rests on: a sysctl(8) name, or `flags offload` and the like.
  package var setting: String?
  /// What would change it; the first is the best.
  package var remedies: [Remedy]

  package init(
    _ reason: Reason, _ text: String, steps: [String] = [], rule: QuotedRule? = nil,
    device: String? = nil, setting: String? = nil, remedies: [Remedy] = []
  ) {
    self.reason = reason
    self.text = text
    self.steps = steps
    self.rule = rule
    self.device = device
    self.setting = setting
    self.remedies = remedies
  }
}

/// A rule as `nft -a list ruleset` prints it, and where it stands.
package struct QuotedRule: Hashable, Sendable {
  /// `inet filter`.
  package var table: String
  package var chain: String
  package var handle: UInt64
  /// Without the handle: `tcp dport 80 accept`.
  package var text: String

  package init(table: String, chain: String, handle: UInt64, text: String) {
    self.table = table
    self.chain = chain
    self.handle = handle
    self.text = text
  }

  /// `tcp dport 80 accept # handle 12`.
  package var line: String { "\(text) # handle \(handle)" }
}

/// Something that mends a reason or a failed check.
package struct Remedy: Hashable, Sendable {
  /// What it does, as one sentence.
  package var text: String
  /// The command to type, or the lines to write; nil where there is only advice.
  package var command: String?

  package init(_ text: String, command: String? = nil) {
    self.text = text
    self.command = command
  }
}

/// One check of the doctor, with its outcome.
package struct Check: Hashable, Sendable {
  package enum Outcome: String, Hashable, Sendable {
    case pass
    case warn
    case fail
  }

  /// Stable, for scripts: `flowtable-module`.
  package var id: String
  package var outcome: Outcome
  /// One line for a person.
  package var text: String
  /// What mends it; the first is the best.
  ///
  /// Empty for a check that passed.
  package var remedies: [Remedy]

  package init(_ id: String, _ outcome: Outcome, _ text: String, _ remedies: [Remedy] = []) {
    self.id = id
    self.outcome = outcome
    self.text = text
    self.remedies = remedies
  }
}

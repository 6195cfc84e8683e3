import FlowModel

extension WalkReport {
  /// Why a rule did not match.
  func phrase(_ failure: Walker.Failure, of rule: Int) -> String {
    guard explains else { return "" }
    return "expression \(failure.expression) does not match"
  }

  /// What cannot be told, or not for good.
  func phrase(_ doubt: Walker.Doubt) -> String {
    "expression \(doubt.expression) of rule \(evaluator.ruleset.rules[doubt.rule].handle)"
  }

  /// What happened, as one sentence.
  func step(_ event: Walker.Event) -> String? { nil }
}

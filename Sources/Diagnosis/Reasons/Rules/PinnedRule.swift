import FlowModel

/// A pin of ours holds the flow on the slow path.
enum PinnedRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? {
    means(flow) == nil ? nil : Reason(.pinnedSlow, .certain)
  }

  /// By what the pin holds it; nil where none does.
  private static func means(_ flow: FlowCase) -> String? {
    guard let pin = flow.around.pins.pin(of: flow.flow), pin.lane == .slow else { return nil }
    if case .helper(let name) = pin.means { return "helper \(name)" }
    return "an empty sequence adjustment"
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    Explanation(
      reason,
      "A pin of flowlanes holds it on the slow path (\(means(flow) ?? LanePins.helperPrefix)).",
      remedies: [
        Remedy(
          "Lets it go; the ruleset offloads it again with its next packet.",
          command: "flowlanes unpin " + ShellText.word(flow.near))
      ])
  }
}

import FlowModel

/// A pin of ours holds the flow on the slow path.
enum PinnedRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? {
    means(flow) == nil ? nil : Reason(.pinnedSlow, .certain)
  }

  /// By what the pin holds it; nil where none does.
  private static func means(_ flow: FlowCase) -> String? {
    if let helper = flow.flow.helper, helper.hasPrefix(LanePins.helperPrefix) {
      return "helper \(helper)"
    }
    guard flow.flow.status.contains(.seqAdjust), flow.around.heldSlow.contains(flow.flow.id) else {
      return nil
    }
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

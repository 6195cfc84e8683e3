import FlowModel

/// A pin of ours holds the flow on the slow path.
enum PinnedRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? {
    flow.flow.helper?.hasPrefix("flowlanes") ?? false ? Reason(.pinnedSlow, .certain) : nil
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    Explanation(
      reason,
      "A pin of flowlanes holds it on the slow path (helper \(flow.flow.helper ?? "flowlanes")).",
      remedies: [
        Remedy(
          "Lets it go; the ruleset offloads it again with its next packet.",
          command: "flowlanes unpin " + ShellText.word(flow.near))
      ])
  }
}

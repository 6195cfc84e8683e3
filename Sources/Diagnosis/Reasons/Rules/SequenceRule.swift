import FlowModel

/// A flow whose TCP sequence numbers are rewritten is never offloaded.
enum SequenceRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? {
    guard flow.flow.status.contains(.seqAdjust) else { return nil }
    // Whether a pin of ours did it stands in the ruleset.
    return Reason(.sequenceAdjust, flow.around.ruleset == nil ? .likely : .certain)
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    Explanation(
      reason,
      "Its TCP sequence numbers are adjusted (by a helper, synproxy or a pin), which the fast path "
        + "cannot do.",
      remedies: [
        Remedy(
          "The flow keeps it for life; one that begins without helper and synproxy is free of it.")
      ])
  }
}

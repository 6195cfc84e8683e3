import FlowModel

/// A flow whose TCP sequence numbers are rewritten is never offloaded.
enum SequenceRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? {
    guard flow.flow.status.contains(.seqAdjust) else { return nil }
    // A pin of ours may be what adjusts them: our table would say so.
    let tellsPins = flow.around.ruleset?.sets.allSatisfy {
      $0.table != LanePins.table || $0.elements != nil
    }
    return Reason(.sequenceAdjust, tellsPins ?? false ? .certain : .likely)
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

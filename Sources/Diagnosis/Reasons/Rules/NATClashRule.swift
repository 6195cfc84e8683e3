import FlowModel

/// An entry that lost a race for its translation lives for a moment only, and is never offloaded.
enum NATClashRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? {
    flow.flow.status.contains(.natClash) ? Reason(.natClash, .certain) : nil
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    Explanation(
      reason,
      "It lost a race against another entry of the same packets, and will be gone in a moment.",
      remedies: [Remedy("Nothing is to be done: the entry that won carries the flow on.")])
  }
}

import FlowModel

/// What keeps the flow slow cannot be told from here.
enum UnknownRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? { Reason(.unknown, .unknown) }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    let around = flow.around
    var steps = flow.routeSteps
    let text: String
    if around.ruleset == nil {
      text = "Why it is slow cannot be told: the ruleset could not be read."
    } else if flow.reach.now == .unknown {
      let offload = flow.walk(.original)?.offload ?? flow.walk(.reply)?.offload
      text =
        "Whether a rule offloads it hangs on \(offload?.doubt ?? "what cannot be told from here")."
      steps += flow.walk(.original)?.steps ?? []
    } else {
      text =
        "A rule offloads it and packets come, yet it stays slow: packets with IP options or "
        + "fragments, a next hop that does not answer, or a driver may be why."
      steps += (flow.walk(.original)?.steps ?? []) + DeviceText.steps(flow)
    }
    return Explanation(
      reason, text, steps: steps,
      remedies: [
        Remedy(
          "Shows which rules its packets meet: put it first in a prerouting chain, then watch "
            + "`nft monitor trace`.",
          command: "nft monitor trace")
      ])
  }
}

import FlowModel

/// The kernel asks for no answer of UDP; rules with `ct state established` do.
enum UnrepliedRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? {
    guard flow.flow.l4 != .tcp, !flow.hasAnswer else { return nil }
    let reach = flow.reach
    let later = max(reach.origOnceAnswered, reach.reply)
    guard reach.orig != .yes, later != .no, later >= reach.orig else { return nil }
    if reach.orig == .no {
      return Reason(.unreplied, later == .yes && reach.isSure ? .certain : .likely)
    }
    return later == .yes ? Reason(.unreplied, .likely) : nil
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    let offload =
      flow.walkOnceAnswered?.offload?.rule ?? flow.walk(.reply)?.offload?.rule
    let rule = offload.flatMap { flow.around.quote($0) }
    return Explanation(
      reason,
      "No answer from \(flow.far) came yet, and the rule that would offload it wants one"
        + (rule.map { ": \($0.placed)." } ?? "."),
      steps: flow.routeSteps + (flow.walk(.original)?.steps ?? []), rule: rule,
      remedies: [
        Remedy("It passes by itself with the first answer."),
        Remedy("Flows that are never answered need a rule without `ct state established`."),
      ])
  }
}

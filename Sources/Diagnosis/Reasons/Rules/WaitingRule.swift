import FlowModel

/// A rule offloads the flow and nothing stands in the way, but no packet came since.
enum WaitingRule: ReasonRule {
  static var isPromise: Bool { true }

  static func judge(_ flow: FlowCase) -> Reason? {
    let reach = flow.reach
    guard reach.now == .yes, flow.around.flowtables?.isEmpty == false else { return nil }
    let since = max(flow.history?.firstSeen ?? 0, flow.around.rulesSince ?? 0)
    // A packet that would have offloaded it came, and did not.
    for (direction, truth) in [(Ruleset.CtDirection.original, reach.orig), (.reply, reach.reply)]
    where truth == .yes && Silence.moved(flow, direction, since: since) ?? false {
      return nil
    }
    let silence = Silence(flow)
    let isQuiet = silence.watched ?? 0 > 0 || silence.byTimeout ?? 0 > 1
    return Reason(.waiting, isQuiet && silence.watched != nil && isClear(flow) ? .certain : .likely)
  }

  /// Whether everything that could stand in the way is known, and does not.
  private static func isClear(_ flow: FlowCase) -> Bool {
    let reach = flow.reach
    let behavior = flow.around.behavior
    let isReady =
      flow.flow.l4 != .tcp
      || (flow.flow.state?.rawValue == 3 && flow.flow.status.contains(.assured))
    let hasDevices =
      behavior.requiresDevices == false || (reach.input == .covered && reach.output == .covered)
    let isPlain =
      flow.around.ipsec.arrivesDecrypted(flow.ipsecQuestion(.original)) == .no
      && flow.around.ipsec.arrivesDecrypted(flow.ipsecQuestion(.reply)) == .no
    return isReady && hasDevices && isPlain && behavior.version != nil
      && flow.path.input.certain != nil && flow.path.output.certain != nil
      // Later kernels can lose the flag of a flow that goes on bypassing (measured on 7.3).
      && behavior.requiresDevices == false
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    let offload = flow.walk(.original)?.offload ?? flow.walk(.reply)?.offload
    let rule = offload.flatMap { flow.around.quote($0.rule) }
    let seconds = Silence(flow).watched.map { $0 / 1_000_000_000 } ?? 0
    let span = seconds > 1 ? " (none for \(Quantity.span(seconds: seconds)) at least)" : ""
    return Explanation(
      reason, "A rule offloads it with its next packet, but none came since\(span).",
      steps: flow.routeSteps + (flow.walk(.original)?.steps ?? []) + DeviceText.steps(flow),
      rule: rule, remedies: [Remedy("Nothing is to be mended: wait for its next packet.")])
  }
}

import FlowModel

/// No rule reaches `flow add` for this flow.
enum NoRuleRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? {
    guard flow.around.evaluator != nil else { return nil }
    if isBridged(flow) { return Reason(.noRule, .likely) }
    let reach = flow.reach
    switch reach.ever {
    case .yes: return nil
    case .no:
      let isSure =
        reach.isSure && flow.around.otherOffloader == nil && !isContradicted(flow)
        && !LostFlagRule.applies(to: flow)
      return Reason(.noRule, isSure ? .certain : .likely)
    case .unknown: return passedInVain(flow, reach) ? Reason(.noRule, .likely) : nil
    }
  }

  /// Packets came that would have offloaded it if the rule that is in doubt let them.
  private static func passedInVain(_ flow: FlowCase, _ reach: Prospects.Reach) -> Bool {
    guard let history = flow.history else { return false }
    let since = max(history.firstSeen, flow.around.rulesSince ?? 0)
    return
      (reach.orig == .unknown
      && Silence.moved(flow, .original, since: since) ?? false)
      || (reach.reply == .unknown && Silence.moved(flow, .reply, since: since) ?? false)
  }

  /// It was offloaded under these very rules: something in it has changed, or we read them wrong.
  private static func isContradicted(_ flow: FlowCase) -> Bool {
    guard let history = flow.history, history.wasFaster, let since = history.laneSince else {
      return false
    }
    return since > flow.around.rulesSince ?? 0
  }

  /// Both ends on one bridge, and nothing translated: such packets are bridged and not routed.
  static func isBridged(_ flow: FlowCase) -> Bool {
    guard flow.around.paths.mayTrackBridged, !flow.flow.isTranslated,
      case .device(let input, nil) = flow.path.input.certain,
      case .device(let output, nil) = flow.path.output.certain, input == output
    else { return false }
    return flow.around.links[input]?.kind == "bridge"
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    if isBridged(flow) { return explainBridged(flow, reason) }
    let walks = [flow.walkOnceAnswered, flow.walk(.reply)].compactMap(\.self)
    var steps = flow.routeSteps
    steps += walks.first?.steps ?? []
    if let other = flow.around.otherOffloader { steps.append("Not sure, for \(other).") }
    let offloads = walks.flatMap(\.offloads)
    guard !offloads.isEmpty else {
      return Explanation(
        reason, "No rule says `flow add`, so nothing offloads it.", steps: steps,
        remedies: NoRuleRemedies.general(flow))
    }
    if let doubtful = offloads.first(where: { $0.isReached == .unknown }) {
      return explain(doubtful, doubtful: flow, reason, steps)
    }
    let ranks = offloads.map { rank($0.obstacle) * 2 + (isCovered(flow, by: $0) ? 0 : 1) }
    let nearest = zip(ranks, offloads).min { $0.0 < $1.0 }?.1 ?? offloads[0]
    return explain(nearest, flow, reason, steps)
  }

  /// Obstacles by how near the packet came to the `flow add`.
  private static func rank(_ obstacle: Walk.Obstacle?) -> Int {
    switch obstacle {
    case .mismatch(_, let phrase):
      phrase.holds("l4proto") || phrase.holds("protocol")
        ? 3 : phrase.hasPrefix("iif") || phrase.hasPrefix("oif") ? 2 : 0
    case .decidedBefore: 1
    case .notCalled: 4
    case .policy: 5
    case .otherHook: 6
    case nil: 7
    }
  }

  /// Whether both of the flow's devices are in the flowtable of a rule.
  private static func isCovered(_ flow: FlowCase, by offload: Walk.Offload) -> Bool {
    guard let place = flow.around.flowtable(of: offload) else { return false }
    return flow.coverage(.original, by: [place]) == .covered
      && flow.coverage(.reply, by: [place]) == .covered
  }

  private static func explain(
    _ offload: Walk.Offload, _ flow: FlowCase, _ reason: Reason, _ steps: [String]
  ) -> Explanation {
    let target = flow.around.quote(offload.rule)
    var quoted = target
    let text: String
    switch offload.obstacle {
    case .mismatch(_, let phrase):
      text = "The rule that offloads does not match it: \(phrase)."
    case .decidedBefore(let rule, let verdict):
      quoted = flow.around.quote(rule)
      let chain = quoted.map { "The \($0.chain) chain" } ?? "A chain"
      text =
        "\(chain) \(verdict.verb) it before `flow add`: \(quoted?.placed ?? "an earlier rule")."
    case .policy(let chain):
      quoted = nil
      text = "The policy of the chain \(chain.table.text) \(chain.name) drops it before `flow add`."
    case .notCalled(let chain, let via, let phrase):
      quoted = via.flatMap { flow.around.quote($0) } ?? target
      let why =
        phrase.map { ": \($0)" } ?? (via == nil ? ": no rule that it meets leads there" : "")
      text = "The chain \(chain), which offloads, is not called for it\(why)."
    case .otherHook(let chain):
      text = "`flow add` stands in the chain \(chain), where forwarded packets of it never come."
    case nil:
      text = "No rule reaches `flow add` for it."
    }
    return Explanation(
      reason, text, steps: steps, rule: quoted,
      remedies: NoRuleRemedies.mend(offload, flow) + NoRuleRemedies.devices(for: offload, flow))
  }

  private static func explain(
    _ offload: Walk.Offload, doubtful flow: FlowCase, _ reason: Reason, _ steps: [String]
  ) -> Explanation {
    let quoted = flow.around.quote(offload.rule)
    return Explanation(
      reason,
      "Its packets pass without being offloaded, and whether the rule lets them hangs on "
        + "\(offload.doubt ?? "what cannot be told from here").",
      steps: steps, rule: quoted, remedies: NoRuleRemedies.mend(offload, flow))
  }

  private static func explainBridged(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    let bridge = flow.deviceName(.original) ?? "one bridge"
    return Explanation(
      reason, "Both ends are on \(bridge): its packets are bridged, and a bridge offloads nothing.",
      steps: flow.routeSteps, device: flow.deviceName(.original),
      remedies: [
        Remedy(
          "Keeps bridged packets away from connection tracking, unless rules filter them.",
          command: "sysctl -w net.bridge.bridge-nf-call-iptables=0 "
            + "net.bridge.bridge-nf-call-ip6tables=0")
      ])
  }
}

import FlowModel

/// What makes a rule reach `flow add` for a flow.
enum NoRuleRemedies {
  /// Mends what kept a flow from one `flow add`.
  static func mend(_ offload: Walk.Offload, _ flow: FlowCase) -> [Remedy] {
    guard let ruleset = flow.around.ruleset else { return general(flow) }
    let match = "\(flow.matchText) ct state established"
    let flowtable = offload.flowtable
    switch offload.obstacle {
    case .mismatch(let rule, _) where ruleset.rules.indices.contains(rule):
      return [
        NftText.insert(
          "Offloads such flows just before that rule.", before: ruleset.rules[rule], match,
          flowtable: flowtable)
      ]
    case .decidedBefore(let rule, .accept)
    where ruleset.rules.indices.contains(rule) && ruleset.rules[rule].table == offload.table:
      return [
        NftText.insert(
          "Offloads such flows before that rule accepts them.", before: ruleset.rules[rule], match,
          flowtable: flowtable)
      ]
    case .decidedBefore(_, .drop), .policy:
      return [
        Remedy("Dropped packets cannot be offloaded: the ruleset must accept the flow first.")
      ]
    case .notCalled(_, let via?, _)
    where ruleset.rules.indices.contains(via) && ruleset.rules[via].table == offload.table:
      return [
        NftText.insert(
          "Offloads such flows just before that jump.", before: ruleset.rules[via], match,
          flowtable: flowtable)
      ] + general(flow, in: offload)
    default: return general(flow, in: offload)
    }
  }

  /// Adds the flow's devices to the flowtable of a rule, where they are not in it.
  static func devices(for offload: Walk.Offload, _ flow: FlowCase) -> [Remedy] {
    guard !flow.around.isOpenWrt, let place = flow.around.flowtable(of: offload) else { return [] }
    let missing = [Ruleset.CtDirection.original, .reply].filter {
      flow.coverage($0, by: [place]) == .missing
    }
    let wanted = missing.flatMap(flow.wantedDevices)
    guard !wanted.isEmpty else { return [] }
    return DeviceText.remedies(wanted, flow.around.flowtables?[place], flow)
  }

  /// Offloads the flow by a rule at the head of a chain that sees it.
  static func general(_ flow: FlowCase, in offload: Walk.Offload? = nil) -> [Remedy] {
    if flow.around.isOpenWrt {
      return [
        Remedy("Turns software offloading on.", command: OpenWrtText.offloading("flow_offloading"))
      ]
    }
    for flowtable in flow.around.flowtables ?? [] {
      guard offload == nil || offload?.flowtable == flowtable.name,
        let chain = chain(beside: flowtable, flow)
      else { continue }
      return [
        NftText.insert(
          "Offloads established flows at the head of the chain \(chain.name).", into: chain,
          NftCommand.offloadMatch, flowtable: flowtable.name)
      ]
    }
    return [
      NftText.ownTable(
        "Adds a flowtable and a rule of their own beside the ruleset, for established flows.",
        devices: flow.wantedDevices.isEmpty ? ["lan0", "wan0"] : flow.wantedDevices)
    ]
  }

  /// A base chain of the forward hook in the flowtable's own table.
  private static func chain(beside flowtable: Flowtable, _ flow: FlowCase) -> Ruleset.Chain? {
    let ruleset = flow.around.ruleset
    return ruleset?.chains.first { chain in
      chain.table.name == flowtable.table && chain.table.family.name == flowtable.family
        && chain.table.family.sees(flow.flow.orig.family)
        && chain.hook?.number == Ruleset.Chain.Hook.forward
        && !(ruleset?.tables.contains { $0.name == chain.table && $0.isDormant } ?? false)
    }
  }
}

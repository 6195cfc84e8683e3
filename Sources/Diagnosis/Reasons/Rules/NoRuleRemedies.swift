import FlowModel

/// What makes a rule reach `flow add` for a flow.
enum NoRuleRemedies {
  /// Mends what kept a flow from one `flow add`.
  static func mend(_ offload: Walk.Offload, _ flow: FlowCase) -> [Remedy] {
    guard let ruleset = flow.around.ruleset else { return general(flow) }
    let statement = "\(flow.matchText) ct state established flow add @\(offload.flowtable)"
    switch offload.obstacle {
    case .mismatch(let rule, _) where ruleset.rules.indices.contains(rule):
      return [
        Remedy(
          "Offloads such flows just before that rule.",
          command: NftText.insert(before: ruleset.rules[rule], statement))
      ]
    case .decidedBefore(let rule, .accept)
    where ruleset.rules.indices.contains(rule) && ruleset.rules[rule].table == offload.table:
      return [
        Remedy(
          "Offloads such flows before that rule accepts them.",
          command: NftText.insert(before: ruleset.rules[rule], statement))
      ]
    case .decidedBefore(_, .drop), .policy:
      return [
        Remedy("Dropped packets cannot be offloaded: the ruleset must accept the flow first.")
      ]
    case .notCalled(_, let via?, _)
    where ruleset.rules.indices.contains(via) && ruleset.rules[via].table == offload.table:
      return [
        Remedy(
          "Offloads such flows just before that jump.",
          command: NftText.insert(before: ruleset.rules[via], statement))
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
        Remedy(
          "Offloads established flows at the head of the chain \(chain.name).",
          command: NftText.insert(
            into: chain,
            "meta l4proto { tcp, udp } ct state established flow add @\(flowtable.name)"
          ))
      ]
    }
    return [
      Remedy(
        "Adds a flowtable and a rule of their own beside the ruleset, for established flows.",
        command: NftText.ownTable(
          devices: flow.wantedDevices.isEmpty ? ["lan0", "wan0"] : flow.wantedDevices))
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

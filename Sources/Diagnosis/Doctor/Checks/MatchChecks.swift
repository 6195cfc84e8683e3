import FlowModel

// What the offloading rules ask of packets, where that leaves out more than was meant.
extension Examination {
  /// Offloading rules, when all of them ask for packets of another state than established: the kernel
  /// offloads none of those (`nft_flow_offload_eval`).
  func rulesForFirstPackets(_ rules: [OffloadRule]) -> [Ruleset.Rule] {
    let asking = rules.map(\.rule).filter { asksForOtherState($0) }
    return asking.count == rules.count ? asking : []
  }

  private func asksForOtherState(_ rule: Ruleset.Rule) -> Bool {
    let expressions = rule.expressions
    for (place, expression) in expressions.enumerated() {
      guard case .ct(.state, _, let register) = expression, place + 2 < expressions.count,
        case .mask(register, register, let mask, _) = expressions[place + 1],
        case .compare(.notEqual, register, let zero) = expressions[place + 2],
        zero.allSatisfy({ $0 == 0 })
      else { continue }
      // NF_CT_STATE_BIT(IP_CT_ESTABLISHED) is 2, in the machine's order.
      if mask.first.map({ $0 & 2 == 0 }) ?? true, mask.last.map({ $0 & 2 == 0 }) ?? true {
        return true
      }
    }
    return false
  }

  func complaint(ofState rule: Ruleset.Rule) -> Check {
    Check(
      "rule-reach", .fail,
      "The offloading rule `\(quoted(rule).line)` does not ask for established flows, and the kernel"
        + " offloads no others.",
      [Remedy("Ask for established flows.", command: replacement(for: rule))])
  }

  /// Whether a set that the offloading rules look into has any elements.
  func emptySets() -> [Check] {
    guard let ruleset = snapshot.ruleset, let rules = offloadRules, !rules.isEmpty else {
      return []
    }
    let hungry = rules.compactMap { rule in
      emptySet(of: rule.rule, ruleset).map { (rule: rule.rule, set: $0) }
    }
    guard let first = hungry.first else { return [] }
    let table = first.rule.table
    return [
      Check(
        "rule-set", hungry.count == rules.count ? .fail : .warn,
        "The set \(first.set) (\(table.family.name) \(table.name)), which the offloading rule"
          + " `\(quoted(first.rule).line)` looks into, is empty.",
        [
          Remedy(
            "Add what is to be offloaded to it, or offload whatever comes.",
            command: replacement(for: first.rule))
        ])
    ]
  }

  private func emptySet(of rule: Ruleset.Rule, _ ruleset: Ruleset) -> String? {
    for case .lookup(let name, _, _, _, false) in rule.expressions {
      let set = ruleset.sets.first { $0.table == rule.table && $0.name == name }
      // What packets fill may be empty until some come.
      if let set, set.elements?.isEmpty == true, !set.flags.contains(.dynamic) { return name }
    }
    return nil
  }

  /// Whether the offloading rules see both families that are forwarded.
  func families() -> [Check] {
    guard let rules = offloadRules, !rules.isEmpty else { return [] }
    let missing = [Family.ipv4, .ipv6].filter { family in
      forwards(family) && !rules.contains { $0.rule.table.family.sees(family) }
    }
    // Of both, another check speaks.
    guard missing.count == 1, let family = missing.first, let rule = rules.first else { return [] }
    let word = family == .ipv4 ? "IPv4" : "IPv6"
    let table = rule.rule.table
    let twin = flowtables.first {
      $0.name == rule.flowtable && $0.table == table.name && $0.family == table.family.name
    }
    return [
      Check(
        "rule-family", .warn,
        "The offloading rules stand in \(table.family.name) \(table.name), which sees no \(word).",
        twin.map { [twinRemedy($0, family)] } ?? [])
    ]
  }

  private func twinRemedy(_ flowtable: Flowtable, _ family: Family) -> Remedy {
    let table = Ruleset.TableName(family == .ipv4 ? .ip : .ip6, "fastpath")
    let other = Flowtable(
      family: table.family.name, table: table.name, name: "f", devices: flowtable.devices)
    return Remedy(
      "Offload that family from a table of its own.",
      command: NftCommand.lines([
        NftCommand.table(table.family.name, table.name).map { "nft add table \($0)" },
        NftCommand.addForwardChain(table, "forward"),
        NftCommand.addFlowtable(other, flags: flowtable.flags.subtracting(.offload)),
        NftCommand.insertRule(table, "forward", flowtable: "f"),
      ]))
  }

  /// Whether packets of a family are forwarded between networks of this machine.
  private func forwards(_ family: Family) -> Bool {
    let name = family == .ipv4 ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding"
    return machine.sysctls[name].map { $0 != "0" } ?? false && hasNetworks(family)
  }
}

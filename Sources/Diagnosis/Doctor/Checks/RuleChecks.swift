import FlowModel

// The rules that offload, and whether packets reach them.
extension Examination {
  /// Whether a rule offloads to a flowtable.
  func offloadRule(_ flowtable: Flowtable) -> [Check] {
    let isUsed = rules(of: flowtable).map { !$0.isEmpty } ?? flowtable.use.map { $0 > 0 }
    guard isUsed == false else { return [] }
    let isOnlyOne = flowtables.count == 1
    return [
      Check(
        "offload-rule", isOnlyOne ? .fail : .warn,
        "No rule offloads to flowtable \(flowtable.label).", ruleRemedies(flowtable))
    ]
  }

  private func ruleRemedies(_ flowtable: Flowtable) -> [Remedy] {
    if isOpenWrt && flowtable.table == "fw4" { return openWrtRemedies(hardware: false) }
    guard let family = TableFamily(name: flowtable.family) else { return [] }
    let table = Ruleset.TableName(family, flowtable.table)
    let chain = snapshot.ruleset?.chains.first {
      $0.hangsAtForward(in: table) && $0.type == "filter"
    }
    let name = chain?.name ?? "fastpath"
    return [
      Remedy(
        "Add the rule before all others, so that every packet meets it.",
        command: NftCommand.lines(
          (chain == nil ? [NftCommand.addForwardChain(table, name)] : [])
            + [NftCommand.insertRule(table, name, flowtable: flowtable.name)]))
    ]
  }

  /// Whether tables with an offloading rule are at work.
  func dormantTables() -> [Check] {
    guard let ruleset = snapshot.ruleset, let rules = offloadRules, !rules.isEmpty else {
      return []
    }
    let dormant = Set(ruleset.tables.filter(\.isDormant).map(\.name))
    let asleep = rules.filter { dormant.contains($0.rule.table) }
    guard let first = asleep.first else { return [] }
    let table = first.rule.table
    return [
      Check(
        "table-dormant", asleep.count == rules.count ? .fail : .warn,
        "Table \(table.family.name) \(table.name), which offloads, is dormant: its chains do nothing.",
        [
          Remedy(
            "Wake it.",
            command: NftCommand.table(table.family.name, table.name).map { "nft add table \($0)" })
        ])
    ]
  }

  /// Whether offloading rules are called from the forward hook.
  func hooks() -> [Check] {
    guard let ruleset = snapshot.ruleset, let rules = offloadRules, !rules.isEmpty else {
      return []
    }
    let astray = rules.filter { !isCalledFromForward($0.rule, ruleset) }
    guard let first = astray.first?.rule else { return [] }
    let place = "\(first.table.family.name) \(first.table.name) \(first.chain)"
    let chain = ruleset.chains.first { $0.table == first.table && $0.name == first.chain }
    let isOnlyOne = astray.count == rules.count
    guard let hook = chain?.hook else {
      return [
        Check(
          "rule-hook", isOnlyOne ? .fail : .warn,
          "Chain \(place), which offloads, is called from no chain at the forward hook.",
          [
            Remedy(
              "Jump to it from there.", command: jump(to: first.chain, in: first.table, ruleset))
          ])
      ]
    }
    return [
      Check(
        "rule-hook", isOnlyOne ? .fail : .warn,
        "Chain \(place) offloads, but hangs at \(Self.name(ofHook: hook.number)): only packets at the"
          + " forward hook can be offloaded.",
        [
          Remedy(
            "Offload from a chain at the forward hook.",
            command: NftCommand.lines([
              NftCommand.addForwardChain(first.table, first.chain + "_fast"),
              NftCommand.insertRule(
                first.table, first.chain + "_fast", flowtable: astray[0].flowtable),
            ]))
        ])
    ]
  }

  /// Whether the way from some chain at the forward hook leads to a rule's chain.
  private func isCalledFromForward(_ rule: Ruleset.Rule, _ ruleset: Ruleset) -> Bool {
    let table = rule.table
    var reached = Set(ruleset.chains.filter { $0.hangsAtForward(in: table) }.map(\.name))
    var ahead = reached
    while !ahead.isEmpty {
      var called: Set<String> = []
      for other in ruleset.rules where other.table == table && ahead.contains(other.chain) {
        called.formUnion(Self.targets(of: other, ruleset))
      }
      ahead = called.subtracting(reached)
      reached.formUnion(ahead)
    }
    return reached.contains(rule.chain)
  }

  private static func targets(of rule: Ruleset.Rule, _ ruleset: Ruleset) -> [String] {
    var found: [String] = []
    for expression in rule.expressions {
      if case .verdict(let verdict) = expression {
        if let target = verdict.target { found.append(target) }
      } else if case .lookup(let set, _, _, let toVerdict, _) = expression, toVerdict {
        found += targets(ofMap: set, rule.table, ruleset)
      }
    }
    return found
  }

  private static func targets(
    ofMap name: String, _ table: Ruleset.TableName, _ ruleset: Ruleset
  ) -> [String] {
    var found: [String] = []
    for set in ruleset.sets where set.table == table && set.name == name {
      for element in set.elements ?? [] {
        if case .verdict(let verdict) = element.data, let target = verdict.target {
          found.append(target)
        }
      }
    }
    return found
  }

  private func jump(
    to chain: String, in table: Ruleset.TableName, _ ruleset: Ruleset
  ) -> String? {
    let base = ruleset.chains.first { $0.hangsAtForward(in: table) && $0.type == "filter" }
    guard let tableName = NftCommand.table(table.family.name, table.name),
      let target = NftCommand.word(chain), let from = NftCommand.word(base?.name ?? "fastpath")
    else { return nil }
    return NftCommand.lines(
      (base == nil ? [NftCommand.addForwardChain(table, "fastpath")] : [])
        + ["nft 'insert rule \(tableName) \(from) jump \(target)'"])
  }

  private static func name(ofHook number: UInt32) -> String {
    switch number {
    case 0: "the prerouting hook"
    case 1: "the input hook"
    case 3: "the output hook"
    case 4: "the postrouting hook"
    default: "another hook"
    }
  }

  /// Whether everything is taken from connection tracking before it begins.
  func tracking() -> [Check] {
    guard let ruleset = snapshot.ruleset else { return [] }
    let dormant = Set(ruleset.tables.filter(\.isDormant).map(\.name))
    let early = ruleset.chains.filter {
      guard let hook = $0.hook else { return false }
      return hook.number == Ruleset.Chain.Hook.prerouting && hook.priority < -200
        && !dormant.contains($0.table)
    }
    for chain in early {
      let rules = ruleset.rules.filter { $0.table == chain.table && $0.chain == chain.name }
      // The first rules of the chain, as far as they do nothing else.
      let first = rules.first { !$0.expressions.allSatisfy(\.onlyLooks) }
      guard let rule = first,
        rule.expressions.first(where: { !$0.onlyLooks }) == .statement(name: "notrack")
      else { continue }
      return [
        Check(
          "notrack", .fail,
          "Chain \(chain.table.family.name) \(chain.table.name) \(chain.name) takes every packet from"
            + " connection tracking (notrack), so no flow can be offloaded.",
          [Remedy("Delete the rule.", command: NftCommand.deleteRule(rule))])
      ]
    }
    return []
  }

}

extension Ruleset.Verdict {
  /// The chain that it leads to.
  fileprivate var target: String? {
    switch self {
    case .jump(let chain), .goto(let chain): chain
    default: nil
    }
  }
}

extension Ruleset.Chain {
  /// Whether it is a base chain at the forward hook, of this table if one is named.
  ///
  /// Not inlined: the optimiser of Swift 6.3.1 crashes on what comes of it.
  @inline(never)
  func hangsAtForward(in table: Ruleset.TableName? = nil) -> Bool {
    guard let hook else { return false }
    if let table, table != self.table { return false }
    return hook.number == Hook.forward
  }
}

extension Ruleset.Expression {
  /// It neither decides nor changes anything.
  fileprivate var onlyLooks: Bool {
    if case .statement(let name) = self { name == "counter" || name == "log" } else { false }
  }
}

extension TableFamily {
  init?(name: String) {
    let known: [TableFamily] = [.inet, .ip, .ip6]
    guard let family = known.first(where: { $0.name == name }) else { return nil }
    self = family
  }
}

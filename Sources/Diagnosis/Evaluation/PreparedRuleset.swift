import FlowModel

/// A ruleset with its names resolved, its sets indexed and its hooks in order.
struct PreparedRuleset: Sendable {
  struct Chain: Sendable {
    var definition: Ruleset.Chain
    /// Its rules, in order, by their place in `Ruleset.rules`.
    var rules: [Int] = []
    /// Rules that jump or go to it.
    var callers: [Int] = []
    /// Whether a `flow add` stands in it, or in a chain that it may call.
    var leadsToOffload = false
    /// How many of its first rules hold all that lead there: what comes behind matters to later chains
    /// alone.
    var leading = 0
    var isDormant = false
  }

  struct Rule: Sendable {
    var operations: [Operation]
    /// The place of its chain, or -1.
    var chain: Int
    /// Its place among the rules of its chain.
    var position: Int
    /// Whether it decides anything, or changes what others decide.
    var hasEffect: Bool
    /// Whether it is worth remembering why it did not match.
    var isWatched = false
  }

  /// A `flow add` in the ruleset.
  struct Site: Sendable {
    var rule: Int
    /// Its place among the rule's expressions.
    var expression: Int
    var flowtable: String
  }

  private(set) var chains: [Chain] = []
  private(set) var rules: [Rule] = []
  private(set) var sets: [SetIndex] = []
  /// Each verdict of a verdict map, by the place of the map and of the element.
  private(set) var decisions: [[Operation.Decision?]] = []
  private(set) var sites: [Site] = []
  /// Whether rules that are not walked may set the packet's mark.
  private(set) var setsMarkUnseen = false

  private struct Name: Hashable {
    var table: Ruleset.TableName
    var name: String
  }

  init(_ ruleset: Ruleset) {
    var chainPlaces: [Name: Int] = [:]
    let dormant = Set(ruleset.tables.filter(\.isDormant).map(\.name))
    for chain in ruleset.chains {
      chainPlaces[Name(table: chain.table, name: chain.name)] = chains.count
      chains.append(Chain(definition: chain, isDormant: dormant.contains(chain.table)))
    }
    var setPlaces: [Name: Int] = [:]
    let updated = Self.updatedSets(ruleset)
    for set in ruleset.sets {
      let name = Name(table: set.table, name: set.name)
      setPlaces[name] = sets.count
      sets.append(SetIndex(set, isUpdated: updated.contains(name)))
      decisions.append(Self.decisions(set) { chainPlaces[Name(table: set.table, name: $0)] })
    }
    let conditions = Set(
      ruleset.objects.filter { Ruleset.Object.isCondition($0.type) || $0.type == 10 }
        .map { Name(table: $0.table, name: $0.name) })
    rules.reserveCapacity(ruleset.rules.count)
    for (index, rule) in ruleset.rules.enumerated() {
      prepare(rule, at: index, chainPlaces, setPlaces, conditions)
    }
    for index in rules.indices { findCalls(of: index) }
    markOffloads()
    setsMarkUnseen = chains.contains {
      !Self.isWalked($0.definition) && !$0.isDormant && $0.definition.hook != nil
        && mayRunBeforeForward($0.definition) && setsMark(from: $0)
    }
  }

  private static func updatedSets(_ ruleset: Ruleset) -> Set<Name> {
    var names: Set<Name> = []
    for rule in ruleset.rules {
      for case .setUpdate(let set, _, _, _, _) in rule.expressions {
        names.insert(Name(table: rule.table, name: set))
      }
    }
    return names
  }

  private static func decisions(
    _ set: Ruleset.SetDefinition, _ chain: (String) -> Int?
  ) -> [Operation.Decision?] {
    guard set.mapsToVerdict, let elements = set.elements else { return [] }
    return elements.map { element in
      guard case .verdict(let verdict)? = element.data else { return nil }
      return Operation.Decision(verdict, chain)
    }
  }

  private mutating func prepare(
    _ rule: Ruleset.Rule, at index: Int, _ chainPlaces: [Name: Int],
    _ setPlaces: [Name: Int], _ conditions: Set<Name>
  ) {
    let chain = chainPlaces[Name(table: rule.table, name: rule.chain)] ?? -1
    var operations: [Operation] = []
    operations.reserveCapacity(rule.expressions.count)
    for (place, expression) in rule.expressions.enumerated() {
      var newSite: Site?
      let nextSite = sites.count
      operations.append(
        Operation(
          expression, set: { setPlaces[Name(table: rule.table, name: $0)] },
          chain: { chainPlaces[Name(table: rule.table, name: $0)] },
          mapsToVerdict: { sets[$0].definition.mapsToVerdict },
          mapsToConditions: {
            sets[$0].mapsTo(anyOf: conditions) { Name(table: rule.table, name: $0) }
          },
          offload: { nextSite }))
      if case .flowOffload(let flowtable) = expression {
        newSite = Site(rule: index, expression: place, flowtable: flowtable)
      }
      if let newSite { sites.append(newSite) }
    }
    rules.append(
      Rule(
        operations: operations, chain: chain, position: chain < 0 ? 0 : chains[chain].rules.count,
        hasEffect: operations.contains { $0.hasEffect }))
    if chain >= 0 { chains[chain].rules.append(index) }
  }

  // MARK: Which chain calls which

  /// The chains that a rule may jump or go to.
  func calls(of rule: Int) -> [Int] {
    rules[rule].operations.flatMap { operation -> [Int] in
      switch operation {
      case .verdict(let decision): return [decision.chain].compactMap { $0 }
      case .decide(let set, _): return Array(Set(decisions[set].compactMap { $0?.chain })).sorted()
      default: return []
      }
    }
  }

  private mutating func findCalls(of rule: Int) {
    for chain in calls(of: rule) where chain >= 0 { chains[chain].callers.append(rule) }
  }

  private mutating func markOffloads() {
    for site in sites {
      rules[site.rule].isWatched = true
      markLeading(rules[site.rule].chain)
    }
    for rule in rules where rule.isWatched && rule.chain >= 0 {
      chains[rule.chain].leading = max(chains[rule.chain].leading, rule.position + 1)
    }
  }

  private mutating func markLeading(_ chain: Int) {
    guard chain >= 0, !chains[chain].leadsToOffload else { return }
    chains[chain].leadsToOffload = true
    for caller in chains[chain].callers {
      rules[caller].isWatched = true
      markLeading(rules[caller].chain)
    }
  }

  // MARK: Marks

  /// Whether packets on their way to the forward hook may pass a base chain that is not walked.
  private func mayRunBeforeForward(_ chain: Ruleset.Chain) -> Bool {
    switch chain.table.family {
    case .bridge: true
    // NF_NETDEV_INGRESS and NF_INET_INGRESS; egress comes after.
    case .netdev: chain.hook?.number == 0
    case .inet: chain.hook?.number == 5
    default: false
    }
  }

  private static func isWalked(_ chain: Ruleset.Chain) -> Bool {
    guard let hook = chain.hook, chain.table.family.sees(.ipv4) || chain.table.family.sees(.ipv6)
    else { return false }
    return hook.number == Ruleset.Chain.Hook.forward
      || hook.number == Ruleset.Chain.Hook.prerouting
  }

  private func setsMark(from chain: Chain) -> Bool {
    var seen: Set<Int> = []
    var waiting = chain.rules
    while let rule = waiting.popLast() {
      for operation in rules[rule].operations {
        switch operation {
        case .setPacketMark, .blur: return true
        default: continue
        }
      }
      for called in calls(of: rule) where called >= 0 && seen.insert(called).inserted {
        waiting += chains[called].rules
      }
    }
    return false
  }

  // MARK: Hooks

  /// The base chains at a hook that see a family's packets, in the order in which they run.
  ///
  /// Of equal priorities the one that was registered last runs first (`nf_hook_entries_grow`;
  /// measured on 6.18); the kernel lists tables and chains in the order in which they were made.
  func baseChains(at hook: UInt32, _ family: Family) -> [Int] {
    let places = chains.indices.filter {
      let chain = chains[$0].definition
      return chain.hook?.number == hook && chain.table.family.sees(family) && !chains[$0].isDormant
    }
    return places.sorted {
      let a = chains[$0].definition.hook?.priority ?? 0
      let b = chains[$1].definition.hook?.priority ?? 0
      return a != b ? a < b : $0 > $1
    }
  }
}

extension Operation.Decision {
  /// The chain that it goes to.
  var chain: Int? {
    switch self {
    case .jump(let chain), .goto(let chain): chain
    default: nil
    }
  }
}

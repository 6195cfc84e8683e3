import FlowModel
import NetlinkWire

/// The ruleset as a capture has told it so far.
///
/// It is known once every chain and rule of every table was listed, in one generation.
struct PlayedRuleset: Sendable {
  private var generation: UInt32?
  private var refusal: String?
  private var tables = PlayedPart<Ruleset.Table>()
  private var chains = PlayedPart<Ruleset.Chain>()
  private var rules = PlayedPart<Ruleset.Rule>()
  private var sets = PlayedPart<Ruleset.SetDefinition>()
  private var objects = PlayedPart<Ruleset.Object>()
  private var elements: [Ruleset.SetName: [Ruleset.Element]] = [:]
  private var texts: [RuleTextComment.Key: String] = [:]

  private var hasChanged = false
  private var composed: (ruleset: Ruleset?, problem: String?)

  /// Takes in the generation, and the texts that came with it.
  mutating func begin(_ found: RulesetGeneration, comments: [String]) {
    hasChanged = true
    refusal = nil
    let told = RuleTextComment.texts(in: comments)
    if !told.isEmpty || generation != found.id { texts = told }
    generation = found.id
  }

  /// Takes in that the kernel would not list the ruleset.
  mutating func lack(_ answer: NetlinkAnswer) {
    self = PlayedRuleset()
    hasChanged = true
    refusal = answer.rulesetProblem
  }

  /// Takes in a dump; false when it lists nothing of the ruleset.
  mutating func apply(_ dump: PlayedDump) -> Bool {
    let scope = dump.request?.ruleset ?? .whole
    switch dump.list {
    case let list as Items<Ruleset.Table>: put(list.items, scope, dump, into: \.tables)
    case let list as Items<Ruleset.Chain>: put(list.items, scope, dump, into: \.chains)
    case let list as Items<Ruleset.Rule>: put(list.items, scope, dump, into: \.rules)
    case let list as Items<Ruleset.Object>: put(list.items, scope, dump, into: \.objects)
    case let list as Items<Ruleset.SetDefinition>:
      put(list.items, scope, dump, into: \.sets)
      // Those of another generation are no longer theirs; what is asked for next is.
      if !scope.isNarrower { elements = elements.filter { !scope.holds($0.key.table) } }
    case let list as Items<SetElements>:
      hasChanged = true
      guard let set = scope.setName else { return true }
      elements[set] = dump.isWhole ? list.items.flatMap(\.elements) : nil
    default: return false
    }
    return true
  }

  /// Takes in that the elements of a set were refused.
  mutating func lackElements(_ request: PlayedRequest?) {
    guard let set = request?.ruleset.setName else { return }
    hasChanged = true
    elements[set] = nil
  }

  private mutating func put<Item: InTable>(
    _ items: [Item], _ scope: PlayedScope, _ dump: PlayedDump,
    into part: WritableKeyPath<PlayedRuleset, PlayedPart<Item>>
  ) {
    guard !scope.isNarrower else { return }
    hasChanged = true
    if dump.isWhole {
      self[keyPath: part].replace(scope, with: items, stamp: dump.stamp)
    } else {
      self[keyPath: part].forget(scope)
    }
  }

  /// The ruleset and why there is none; the same arrays while nothing of it was told anew.
  mutating func snapshot() -> (ruleset: Ruleset?, problem: String?) {
    guard hasChanged else { return composed }
    hasChanged = false
    composed = compose()
    return composed
  }

  private func compose() -> (Ruleset?, String?) {
    if let refusal { return (nil, refusal) }
    let names = tables.items.map(\.name)
    guard tables.isWhole, names.allSatisfy({ chains.covers($0) && rules.covers($0) }) else {
      return (nil, nil)
    }
    var stamps = tables.stamps.union(chains.stamps).union(rules.stamps)
    stamps.formUnion(sets.stamps.union(objects.stamps))
    if let generation { stamps.insert(UInt16(truncatingIfNeeded: generation)) }
    guard stamps.count <= 1 else { return (nil, NetlinkAnswer.changingRuleset) }
    var found = Ruleset(
      generation: generation, tables: tables.items, chains: chains.items, rules: rules.items,
      sets: sets.items, objects: objects.items)
    for i in found.sets.indices { found.sets[i].elements = elements[found.sets[i].fullName] }
    for i in found.rules.indices {
      let key = RuleTextComment.Key(table: found.rules[i].table, handle: found.rules[i].handle)
      found.rules[i].text = texts[key]
    }
    return (composed.ruleset.map { found.reusing($0) } ?? found, nil)
  }
}

extension Ruleset.SetDefinition {
  /// Whether it is the same set of the kernel's, whose elements never change: `NFT_SET_CONSTANT`.
  package func hasTheElements(of other: Ruleset.SetDefinition) -> Bool {
    handle != nil && handle == other.handle && fullName == other.fullName
      && flags.isSuperset(of: [.constant, .anonymous]) && other.flags == flags
  }

  /// Whether elements come and go without a transaction, by rules or by the clock.
  package var changesByItself: Bool { !flags.isDisjoint(with: [.dynamic, .timeout]) }
}

extension Ruleset.Element {
  /// Whether two lists hold the same elements, however long each has still to live.
  package static func areSame(_ these: [Ruleset.Element]?, _ those: [Ruleset.Element]?) -> Bool {
    guard let these, let those else { return these == nil && those == nil }
    return these.count == those.count
      && zip(these, those).allSatisfy { $0.withoutClock == $1.withoutClock }
  }

  private var withoutClock: Ruleset.Element {
    var element = self
    element.expiration = expiration.map { _ in 0 }
    return element
  }
}

extension Ruleset {
  /// This ruleset, with the arrays of an older one where they say the same.
  ///
  /// Arrays that share a buffer compare in no time, by which others see that nothing changed.
  package func reusing(_ old: Ruleset) -> Ruleset {
    var result = self
    if tables == old.tables { result.tables = old.tables }
    if chains == old.chains { result.chains = old.chains }
    if rules == old.rules { result.rules = old.rules }
    if objects == old.objects { result.objects = old.objects }
    var known: [SetName: SetDefinition] = [:]
    for set in old.sets { known[set.fullName] = set }
    for i in result.sets.indices {
      guard let twin = known[result.sets[i].fullName],
        Element.areSame(twin.elements, result.sets[i].elements)
      else { continue }
      result.sets[i].elements = twin.elements
    }
    if result.sets == old.sets { result.sets = old.sets }
    return result
  }
}

extension Ruleset {
  /// Gives each rule without a text the one that the same rule had before.
  ///
  /// A rule that is replaced has another handle; what it refers to is named in its text.
  package mutating func takeTexts(of old: Ruleset) {
    var texts: [TableName: [UInt64: String]] = [:]
    for rule in old.rules { texts[rule.table, default: [:]][rule.handle] = rule.text }
    for i in rules.indices where rules[i].text == nil {
      rules[i].text = texts[rules[i].table]?[rules[i].handle]
    }
  }
}

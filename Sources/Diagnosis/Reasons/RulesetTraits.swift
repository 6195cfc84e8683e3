import FlowModel

/// What a ruleset does at all, whoever its packets are.
struct RulesetTraits: Sendable {
  /// Some rule sets the packet's mark, or may.
  private(set) var setsMark = false
  /// Some rule asks for what changes with each packet: bytes, packets, time left.
  private(set) var readsCounters = false
  /// Connections may have other timeouts than the sysctls say (`ct timeout set`).
  private(set) var hasTimeoutPolicies = false
  /// Bridged packets are tracked by rules of a bridge.
  private(set) var tracksBridged = false
  /// The rules that offload, in the order of the list.
  private(set) var offloading: [Int] = []

  init(_ ruleset: Ruleset) {
    // NFT_OBJECT_CT_TIMEOUT
    hasTimeoutPolicies = ruleset.objects.contains { $0.type == 7 }
    for (place, rule) in ruleset.rules.enumerated() {
      for expression in rule.expressions { note(expression, rule.table.family, place) }
    }
  }

  private mutating func note(
    _ expression: Ruleset.Expression, _ family: TableFamily, _ place: Int
  ) {
    switch expression {
    case .metaSet(.mark, _): setsMark = true
    // MARK, CONNMARK, CT: the targets of iptables say nothing of what they do.
    case .undecidable(let name, _, _, _) where name == "target":
      setsMark = true
      hasTimeoutPolicies = true
    case .ct(let key, _, _):
      if family == .bridge { tracksBridged = true }
      if [.packets, .bytes, .averagePacket, .expiration].contains(key) { readsCounters = true }
    case .flowOffload: if offloading.last != place { offloading.append(place) }
    default: break
    }
  }
}

import FlowModel

/// Answers what the kernel's routing does with a packet: policy rules, then tables.
///
/// Three-valued: where a rule asks for what is not known (a mark, the input device, a user), the answer holds
/// every target that there may be.
struct RouteResolver: Sendable {
  private struct TableKey: Hashable {
    let family: Family
    let table: UInt32
  }

  private var tables: [TableKey: RouteTable] = [:]
  private var rules: [Family: [RoutingRule]] = [:]
  private let links: LinkGraph
  /// Whether routes were read at all.
  let isKnown: Bool

  init(_ routes: [Route]?, _ rules: [RoutingRule], _ links: LinkGraph) {
    isKnown = routes != nil
    self.links = links
    for route in routes ?? [] {
      tables[TableKey(family: route.family, table: route.table), default: RouteTable()]
        .insert(route)
    }
    for key in tables.keys { tables[key]?.finish() }
    for rule in rules { self.rules[rule.family, default: []].append(rule) }
    // Stable: rules of one priority are asked in the order of the list.
    for family in self.rules.keys {
      self.rules[family] = self.rules[family]?.enumerated()
        .sorted { ($0.element.priority, $0.offset) < ($1.element.priority, $1.offset) }
        .map(\.element)
    }
  }

  /// Whether this machine's own addresses are looked up before anything else, as they are unless
  /// somebody moved the rule; nil when the rules are not known.
  func asksLocalFirst(_ family: Family) -> Bool? {
    guard let first = rules[family]?.first else { return nil }
    return first.isUnconditional && first.action == .table(255)
  }

  /// Whether some rule asks by which device a packet came in.
  func asksForInput(_ family: Family) -> Bool {
    rules[family]?.contains { $0.inputDevice != nil || $0.isL3Master } ?? false
  }

  /// Whether some rule asks for the packet's mark.
  func asksForMark(_ family: Family) -> Bool {
    rules[family]?.contains { $0.mark != nil } ?? true
  }

  /// Where a packet goes.
  func resolve(_ query: RouteQuery) -> RouteAnswer {
    guard isKnown else { return RouteAnswer(isComplete: false) }
    if let rules = rules[query.family] {
      var answer = RouteAnswer()
      if !walk(rules, from: 0, query, &answer) { answer.add(.unreachable) }
      return answer
    }
    // The rules were not read: most machines have these.
    var answer = RouteAnswer()
    let usual = [255, 254, 253].map { RoutingRule(family: query.family, action: .table($0)) }
    if !walk(usual, from: 0, query, &answer) { answer.add(.unreachable) }
    answer.isComplete = false
    return answer
  }

  /// Whether packets from an address can be expected by one device alone: no route of any table
  /// covers it by another.
  func isOnly(_ device: UInt32, for address: Address, _ family: Family) -> Bool {
    var devices: Set<UInt32> = []
    for (key, table) in tables where key.family == family {
      table.collectDevices(covering: address, into: &devices)
    }
    return devices == [device]
  }

  /// Asks rules from one place on; true when the search surely ended.
  private func walk(
    _ rules: [RoutingRule], from start: Int, _ query: RouteQuery, _ answer: inout RouteAnswer
  ) -> Bool {
    var place = start
    while place < rules.count {
      let rule = rules[place]
      place += 1
      let holds = links.holds(rule, for: query)
      if holds == .no { continue }
      switch rule.action {
      case .nothing: continue
      case .goto(let priority):
        let target = rules[place...].firstIndex { $0.priority >= priority } ?? rules.count
        if holds == .yes {
          place = target
        } else {
          // Both ways may be gone: it ends where both end.
          let jumped = walk(rules, from: target, query, &answer)
          return walk(rules, from: place, query, &answer) && jumped
        }
      case .blackhole, .unreachable, .prohibit:
        answer.add(.unreachable)
        if holds == .yes { return true }
      case .table(let table):
        let found = look(rule.isL3Master ? nil : table, rule, query, &answer)
        if found && holds == .yes { return true }
      case .other: answer.isComplete = false
      }
    }
    return false
  }

  /// Looks into a table (nil: that of the input device's VRF); true when it decides.
  private func look(
    _ table: UInt32?, _ rule: RoutingRule, _ query: RouteQuery, _ answer: inout RouteAnswer
  ) -> Bool {
    let candidates = table.map { [$0] } ?? links.vrfTables(of: query.inputs)
    var decides = !candidates.isEmpty
    for candidate in candidates {
      let key = TableKey(family: query.family, table: candidate)
      let matches = tables[key]?.find(query, suppressing: rule.suppressedPrefixLength) ?? []
      for match in matches { answer.add(match.answer) }
      // A `throw` decides nothing: the next rule does.
      let isDecided = matches.last.map {
        $0.isFinal && !($0.answer.targets.isEmpty && $0.answer.isComplete)
      }
      decides = decides && isDecided ?? false
    }
    return decides
  }
}

extension RoutingRule {
  var isUnconditional: Bool {
    !isInverted && source == nil && destination == nil && mark == nil && inputDevice == nil
      && outputDevice == nil && l4 == nil && sourcePorts == nil && destinationPorts == nil
      && tos == 0 && !isL3Master && suppressedPrefixLength == nil && !hasOtherCondition
  }
}

import FlowModel

/// Makes of a walker's notes what a walk tells.
struct WalkReport {
  let evaluator: RulesetEvaluator
  let walker: Walker
  let explains: Bool

  var prepared: PreparedRuleset { evaluator.prepared }
  var ruleset: Ruleset { evaluator.ruleset }

  init(_ evaluator: RulesetEvaluator, _ walker: Walker, explains: Bool) {
    self.evaluator = evaluator
    self.walker = walker
    self.explains = explains
  }

  /// The walk of a packet that passed the forward hook, or (nil) was dropped there.
  func finished(_ rest: Walker.State?) -> Walk {
    var walk = Walk()
    walk.isAccepted = rest.map { $0.isCertain ? .yes : .unknown } ?? .no
    if walker.isExhausted { walk.isAccepted = .unknown }
    if walk.isAccepted == .no { walk.dropper = walker.dropper.map(obstacle) }
    let others = prepared.sites.indices.filter { walker.reach[$0] == .no }
    walk.offloads = (walker.order + others).map(offload)
    if explains { walk.steps = walker.events.compactMap(step) }
    return walk
  }

  /// The walk of a packet that never came to the forward hook.
  func stopped(before forward: [Int]) -> Walk {
    var walk = Walk()
    walk.isAccepted = .no
    walk.dropper = walker.dropper.map(obstacle)
    walk.offloads = prepared.sites.indices.map { site in
      var offload = offload(site)
      offload.isReached = .no
      offload.doubt = nil
      offload.obstacle = walk.dropper
      return offload
    }
    return walk
  }

  // MARK: Each flow add

  private func offload(_ place: Int) -> Walk.Offload {
    let site = prepared.sites[place]
    var offload = Walk.Offload(
      rule: site.rule, table: ruleset.rules[site.rule].table, flowtable: site.flowtable,
      isReached: walker.reach[place])
    if walker.isExhausted, offload.isReached != .yes {
      offload.isReached = .unknown
      offload.doubt = "the ruleset has too many ways to follow them all"
      return offload
    }
    offload.doubt = walker.doubts[place].map(phrase)
    if offload.isReached == .no {
      let barrier = barrier(to: site.rule)
      offload.obstacle = barrier.obstacle
      offload.doubt = barrier.passing.map(phrase)
    }
    return offload
  }

  /// An obstacle, and what it rests on that holds as of now alone.
  private struct Barrier {
    var obstacle: Walk.Obstacle
    var passing: Walker.Doubt?
    /// How near the packet came.
    var rank = 0
  }

  /// Why a packet did not come to a rule, or past its expressions.
  private func barrier(to rule: Int) -> Barrier {
    let chain = prepared.rules[rule].chain
    guard chain >= 0 else { return Barrier(obstacle: .otherHook(chain: ruleset.rules[rule].chain)) }
    guard let asked = walker.visits[chain].asked else {
      var seen: Set<Int> = [chain]
      return barrier(toCalling: chain, &seen)
        ?? Barrier(obstacle: .otherHook(chain: prepared.chains[chain].definition.name))
    }
    if prepared.rules[rule].position < asked || walker.visits[chain].end == nil {
      let failure = walker.failures[rule]
      return Barrier(
        obstacle: .mismatch(rule: rule, phrase: failure.map { phrase($0, of: rule) } ?? ""),
        passing: failure?.passing)
    }
    return walker.visits[chain].end.map { barrier(.rule($0)) }
      ?? Barrier(obstacle: .otherHook(chain: prepared.chains[chain].definition.name))
  }

  /// Why a chain was not called.
  private func barrier(toCalling chain: Int, _ seen: inout Set<Int>) -> Barrier? {
    let definition = prepared.chains[chain].definition
    if let hook = definition.hook {
      guard hook.number == Ruleset.Chain.Hook.forward, !prepared.chains[chain].isDormant,
        definition.table.family.sees(walker.facts.family)
      else { return nil }
      // Its turn never came: an earlier base chain dropped the packet.
      return walker.dropper.map(barrier)
    }
    var best: Barrier?
    var passing: Walker.Doubt?
    for caller in prepared.chains[chain].callers {
      guard let found = barrier(at: caller, of: definition, &seen) else { continue }
      passing = passing ?? found.passing
      if best.map({ found.rank > $0.rank }) ?? true { best = found }
    }
    guard var nearest = best else { return nil }
    nearest.passing = nearest.passing ?? passing
    return nearest
  }

  private func barrier(
    at caller: Int, of called: Ruleset.Chain, _ seen: inout Set<Int>
  ) -> Barrier? {
    let from = prepared.rules[caller].chain
    guard from >= 0 else { return nil }
    guard let asked = walker.visits[from].asked else {
      return seen.insert(from).inserted ? barrier(toCalling: from, &seen) : nil
    }
    if prepared.rules[caller].position < asked {
      let failure = walker.failures[caller]
      return Barrier(
        obstacle: .notCalled(
          chain: called.name, via: caller, phrase: failure.map { phrase($0, of: caller) }),
        passing: failure?.passing, rank: 3)
    }
    return walker.visits[from].end.map { barrier(.rule($0)) }
  }

  private func barrier(_ dropper: Walker.Dropper) -> Barrier {
    switch dropper {
    case .rule(let end): Barrier(obstacle: obstacle(dropper), passing: end.passing, rank: 2)
    case .policy(_, let passing): Barrier(obstacle: obstacle(dropper), passing: passing, rank: 2)
    }
  }

  private func obstacle(_ dropper: Walker.Dropper) -> Walk.Obstacle {
    switch dropper {
    case .rule(let end):
      .decidedBefore(rule: end.rule, verdict: verdict(end.decision, of: end.rule))
    case .policy(let chain, _): .policy(chain: prepared.chains[chain].definition)
    }
  }

  /// A decision in the ruleset's own words.
  private func verdict(_ decision: Operation.Decision, of rule: Int) -> Ruleset.Verdict {
    switch decision {
    case .accept: .accept
    case .drop: .drop
    case .take: .stolen
    case .queue: .queue
    case .jump(let chain): .jump(name(chain))
    case .goto(let chain): .goto(name(chain))
    case .return: .return
    case .continue: .continue
    case .break: .break
    }
  }

  private func name(_ chain: Int) -> String {
    chain < 0 ? "" : prepared.chains[chain].definition.name
  }
}

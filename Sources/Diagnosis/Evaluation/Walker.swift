import FlowModel

/// One packet's walk through the base chains of one hook.
///
/// Where a match cannot be told, both ways are followed and joined again behind it; what it cost is
/// a certainty, never a truth.
struct Walker {
  let ruleset: PreparedRuleset
  var facts: PacketFacts
  /// Whether to keep `events`.
  let isTold: Bool

  var reach: [Walk.Truth]
  /// The sites that the packet came to, or may have, in the order of its way.
  var order: [Int] = []
  var doubts: [Doubt?]
  var visits: [Visit]
  var failures: [Int: Failure] = [:]
  var events: [Event] = []
  /// What dropped the packet, for certain or perhaps.
  var dropper: Dropper?
  /// Whether the ruleset was too large to follow.
  private(set) var isExhausted = false

  /// How many rules a walk may ask.
  private var budget = 20_000
  /// What a base chain's rules decided so far.
  private var accepted: State?
  private var mayDrop = false
  private var dropDoubt: Doubt?
  private var lastEnding: Ending?

  /// The kernel's own limit: `NFT_JUMP_STACK_SIZE`.
  private static let deepest = 16

  init(_ ruleset: PreparedRuleset, _ facts: PacketFacts, isTold: Bool) {
    self.ruleset = ruleset
    self.facts = facts
    self.isTold = isTold
    reach = Array(repeating: .no, count: ruleset.sites.count)
    doubts = Array(repeating: nil, count: ruleset.sites.count)
    visits = Array(repeating: Visit(), count: ruleset.chains.count)
  }

  /// Walks one base chain; nil when the packet is dropped for certain.
  ///
  /// Of the last one that counts (`isLast`) only the rules that may lead to a `flow add` are asked.
  mutating func pass(_ base: Int, _ entry: State, isLast: Bool = false) -> State? {
    accepted = nil
    mayDrop = false
    dropDoubt = nil
    if isTold { events.append(.enters(chain: base)) }
    let back = walk(base, entry, Place(depth: 0, isLast: isLast))
    if var rest = back.state {
      rest.isCertain = entry.isCertain && back.isLossless
      if isTold { events.append(.policy(chain: base, isCertain: rest.isCertain)) }
      if ruleset.chains[base].definition.policyIsDrop {
        mayDrop = true
        dropper = .policy(chain: base, passing: rest.passing)
        dropDoubt = dropDoubt ?? rest.doubt
      } else {
        accepted = rest.joined(accepted)
      }
    }
    guard var next = accepted else { return nil }
    next.isCertain = entry.isCertain && !mayDrop
    next.doubt = next.isCertain ? nil : entry.isCertain ? dropDoubt ?? next.doubt : entry.doubt
    return next
  }

  // MARK: Chains

  private struct Back {
    /// The packet as it comes back from a chain; nil when it never does.
    var state: State?
    /// Whether no way through the chain ends there.
    var isLossless: Bool
  }

  /// Where a chain is called.
  private struct Place {
    let depth: Int
    /// Nothing behind the call leads to a `flow add`.
    let isLast: Bool
  }

  private mutating func walk(_ place: Int, _ entry: State, _ caller: Place) -> Back {
    let rules = ruleset.chains[place].rules
    let leading = ruleset.chains[place].leading
    let asking = caller.isLast ? leading : rules.count
    var state: State? = entry
    var returned: State?
    var isLossless = true
    var asked = 0
    var end: Ending?
    while asked < asking, var current = state {
      budget -= 1
      if budget < 0 {
        isExhausted = true
        break
      }
      let rule = rules[asked]
      asked += 1
      let result = ask(rule, &current)
      guard !result.decisions.isEmpty else {
        state = current
        continue
      }
      var step = Step(rule: rule, result: result, before: current, returned: returned)
      take(&step, Place(depth: caller.depth, isLast: caller.isLast && asked >= leading))
      state = step.after
      returned = step.returned
      if step.isLost { isLossless = false }
      if state == nil { end = step.ending(last: lastEnding) }
    }
    if asked >= visits[place].asked ?? 0 { visits[place] = Visit(asked: asked, end: end) }
    let back = state.map { $0.joined(returned) } ?? returned
    return Back(state: back, isLossless: isLossless)
  }

  /// A rule's decisions, and what becomes of the packet behind it.
  private struct Step {
    let rule: Int
    let result: Result
    let before: State
    /// The packet where it returned from the chain.
    var returned: State?
    /// The packet at the next rule.
    var after: State?
    /// A way ended here.
    var isLost = false
    /// A way left the chain here.
    var hasLeft = false

    init(rule: Int, result: Result, before: State, returned: State?) {
      self.rule = rule
      self.result = result
      self.before = before
      self.returned = returned
      after = result.mayMiss ? before : nil
    }

    /// The packet where one of the decisions is taken.
    var branch: State {
      var branch = before
      if isOpen, before.isCertain {
        branch.isCertain = false
        branch.doubt = result.doubt
      }
      return branch
    }

    /// Whether it is open which decision is taken, or whether any.
    var isOpen: Bool { result.mayMiss || result.decisions.count > 1 }

    func ending(last: Ending?) -> Ending? {
      guard result.decisions.count == 1 else { return last }
      if case .jump = result.decisions[0] { return last }
      return Ending(rule: rule, decision: result.decisions[0], passing: before.passing)
    }
  }

  private mutating func take(_ step: inout Step, _ place: Place) {
    let branch = step.branch
    for decision in step.result.decisions {
      if isTold {
        events.append(
          .decides(rule: step.rule, decision, isCertain: branch.isCertain))
      }
      switch decision {
      case .accept:
        accepted = branch.joined(accepted)
        end(decision, &step)
      case .drop, .take:
        drop(branch, Ending(rule: step.rule, decision: decision, passing: step.before.passing))
        end(decision, &step)
      case .queue:
        // What becomes of it then is not the ruleset's to say.
        var rest = branch
        rest.isCertain = false
        rest.doubt = branch.doubt ?? Doubt(rule: step.rule, expression: 0, kind: .open)
        accepted = rest.joined(accepted)
        drop(rest, Ending(rule: step.rule, decision: decision, passing: step.before.passing))
        end(decision, &step)
      case .return:
        step.returned = branch.joined(step.returned)
        step.hasLeft = true
      case .jump(let chain), .goto(let chain):
        guard chain >= 0, place.depth < Self.deepest else {
          lose(branch, &step)
          continue
        }
        let back = walk(chain, branch, Place(depth: place.depth + 1, isLast: place.isLast))
        if !back.isLossless { step.isLost = true }
        if case .goto = decision {
          step.returned = back.state?.joined(step.returned) ?? step.returned
          step.hasLeft = true
        } else {
          step.after = back.state?.joined(step.after) ?? step.after
        }
      case .continue, .break:
        step.after = branch.joined(step.after)
      }
    }
    guard var after = step.after else { return }
    after.isCertain = step.before.isCertain && !step.isLost && !step.hasLeft
    if after.isCertain {
      after.doubt = nil
    } else {
      after.doubt = step.before.isCertain ? step.result.doubt ?? after.doubt : step.before.doubt
    }
    step.after = after
  }

  private mutating func end(_ decision: Operation.Decision, _ step: inout Step) {
    lastEnding = Ending(rule: step.rule, decision: decision, passing: step.before.passing)
    step.isLost = true
  }

  private mutating func drop(_ branch: State, _ ending: Ending) {
    // What drops it for certain is named before what only may.
    dropper = .rule(ending)
    mayDrop = true
    dropDoubt = dropDoubt ?? branch.doubt
  }

  /// Follows a way that cannot be followed: anything may come of it.
  private mutating func lose(_ branch: State, _ step: inout Step) {
    var branch = branch
    branch.isCertain = false
    branch.doubt = branch.doubt ?? Doubt(rule: step.rule, expression: 0, kind: .open)
    branch.marks = PacketFacts.Marks(packet: PartialWord(nil), connection: PartialWord(nil))
    accepted = branch.joined(accepted)
    drop(branch, Ending(rule: step.rule, decision: .drop))
    step.isLost = true
    step.after = branch.joined(step.after)
  }
}

import FlowModel

extension Walker {
  /// What a rule says of the packet.
  struct Result {
    /// What it decides; several where a verdict map leaves it open; empty where it does not match.
    var decisions: [Operation.Decision] = []
    /// Whether the packet may pass it by.
    var mayMiss = false
    var doubt: Doubt?

    static let next = Result()
  }

  /// A rule while its expressions are run.
  private struct Run {
    let rule: Int
    var registers = Registers()
    var match = Walk.Truth.yes
    /// The expression that fails, as of now.
    var failing: Int?
    var doubt: Doubt?
    var passing: Doubt?
    /// The value compared next grows: 1 where it only grows, 2 where it may also shrink.
    var moving = 0
    /// An expression before may have decided already.
    var isForeign = false
  }

  /// Runs a rule's expressions as `nft_do_chain` does.
  mutating func ask(_ rule: Int, _ state: inout State) -> Result {
    var run = Run(rule: rule)
    let operations = ruleset.rules[rule].operations
    for index in operations.indices {
      let truth: Walk.Truth
      switch operations[index] {
      case .payload(let base, let offset, let length, let into):
        truth = facts.payload(base, offset, length, into: &run.registers, at: into)
      case .meta(let key, let into):
        truth = facts.meta(key, state.marks, into: &run.registers, at: into)
      case .ct(let key, let side, let into):
        run.moving = key == .bytes || key == .packets ? 1 : key == .averagePacket ? 2 : 0
        truth = facts.ct(key, side, state.marks, into: &run.registers, at: into)
      case .setPacketMark(let from):
        let mark = run.registers.word(from)
        if run.match == .yes {
          state.marks.packet = mark
        } else if run.failing == nil {
          state.marks.packet = state.marks.packet.joined(mark)
        }
        truth = .yes
      case .setConnectionMark(let from):
        let mark = run.registers.word(from)
        if run.match == .yes {
          state.marks.connection = mark
        } else if run.failing == nil {
          state.marks.connection = state.marks.connection.joined(mark)
        }
        truth = .yes
      case .compare(let comparison, let register, let octets):
        let now = run.registers.compare(comparison, register, octets)
        let grows = comparison == .greater || comparison == .greaterOrEqual
        let stays = run.moving == 0 || run.moving == 1 && grows && now == .yes
        truth = stays ? now : pass(now, index, &run)
      case .range(let register, let from, let to, let inverted):
        let lies = run.registers.lies(register, from: from, to: to)
        let now = inverted ? !lies : lies
        truth = run.moving == 0 ? now : pass(now, index, &run)
      case .among(let register, let ranges, let inverted):
        let lies =
          ranges.map { run.registers.lies(register, from: $0.from, to: $0.to) }.max() ?? .no
        truth = inverted ? !lies : lies
      case .mask(let register, let into, let mask, let xor):
        run.registers.mask(register, into: into, mask: mask, xor: xor)
        truth = .yes
      case .shift(let register, let into, let length, let left, let count):
        run.registers.shift(register, into: into, length: length, left: left, by: count)
        truth = .yes
      case .swap(let register, let into, let length, let size):
        run.registers.swap(register, into: into, length: length, size: size)
        truth = .yes
      case .immediate(let octets, let into):
        run.registers.store(octets, at: into)
        truth = .yes
      case .lookup(let set, let register, let into, let inverted):
        truth = look(set, register, into, inverted, index, &run)
      case .open(let into, let length):
        if let into { run.registers.forget(into, min(length, Ruleset.Register.size - into)) }
        truth = .unknown
      case .foreign:
        run.registers.forget(0, Ruleset.Register.size)
        if run.failing == nil { run.isForeign = true }
        truth = .unknown
      case .blur:
        state.marks = PacketFacts.Marks(packet: PartialWord(nil), connection: PartialWord(nil))
        truth = .yes
      case .none:
        truth = .yes
      case .offload(let site):
        if run.failing == nil {
          reach(site, run, state)
          doubt(&run, index, .offload)
        }
        truth = .yes
      case .verdict(.continue):
        truth = .yes
      case .verdict(.break):
        return close(run, &state, .next)
      case .verdict(let decision):
        guard run.failing == nil else { return close(run, &state, .next) }
        return close(
          run, &state,
          Result(decisions: [decision], mayMiss: run.match != .yes, doubt: run.doubt))
      case .fib(let question, let into):
        truth = facts.fib(question, into: &run.registers, at: into)
      case .object(let set, let register, let mayFail):
        let found = look(set, register, nil, false, index, &run)
        truth = found == .yes && mayFail ? .unknown : found
      case .decide(let set, let register):
        guard let result = decide(set, register, index, &run, state) else {
          return finish(run, .next)
        }
        if result.decisions == [.continue] {
          truth = .yes
        } else {
          return close(run, &state, run.failing == nil ? result : .next)
        }
      case .wild:
        guard run.failing == nil else { return close(run, &state, .next) }
        doubt(&run, index, .open)
        return close(
          run, &state, Result(decisions: [.accept, .drop], mayMiss: true, doubt: run.doubt))
      }
      switch truth {
      case .yes: continue
      case .unknown: doubt(&run, index, .open)
      case .no:
        fail(rule, index, state)
        return finish(run, .next)
      }
    }
    return close(run, &state, .next)
  }

  /// Notes what a rule that was run to its end leaves behind.
  private mutating func close(_ run: Run, _ state: inout State, _ result: Result) -> Result {
    if ruleset.rules[run.rule].hasEffect { state.passing = state.passing ?? run.passing }
    if let failing = run.failing { fail(run.rule, failing, state) }
    return finish(run, result)
  }

  /// Adds what an expression that is not known may have decided before.
  private func finish(_ run: Run, _ result: Result) -> Result {
    guard run.isForeign else { return result }
    return Result(
      decisions: result.decisions + [.accept, .drop], mayMiss: true,
      doubt: run.doubt ?? result.doubt)
  }

  private mutating func fail(
    _ rule: Int, _ expression: Int, _ state: State, passing: Doubt? = nil
  ) {
    guard ruleset.rules[rule].isWatched else { return }
    failures[rule] = Failure(
      expression: expression, marks: state.marks, facts: facts, passing: state.passing ?? passing)
  }

  private func doubt(_ run: inout Run, _ index: Int, _ kind: Doubt.Kind) {
    if run.match == .yes { run.match = .unknown }
    run.doubt = run.doubt ?? Doubt(rule: run.rule, expression: index, kind: kind)
  }

  /// Takes an answer that holds as of now; a failure lets the other expressions be asked too, for
  /// one that fails for good.
  private func pass(_ now: Walk.Truth, _ index: Int, _ run: inout Run) -> Walk.Truth {
    guard now != .unknown else { return .unknown }
    run.passing = run.passing ?? Doubt(rule: run.rule, expression: index, kind: .passing)
    if now == .no, run.failing == nil {
      run.failing = index
      run.match = .no
    }
    return .yes
  }

  private mutating func reach(_ site: Int, _ run: Run, _ state: State) {
    let truth: Walk.Truth = state.isCertain && run.match == .yes ? .yes : .unknown
    guard truth.rawValue > reach[site].rawValue else { return }
    if reach[site] == .no { order.append(site) }
    reach[site] = truth
    let passing = state.passing ?? run.passing
    doubts[site] = truth == .yes ? passing : (state.isCertain ? run.doubt : state.doubt) ?? passing
  }

  // MARK: Sets

  private func look(
    _ place: Int, _ register: Int, _ into: Int?, _ inverted: Bool, _ index: Int, _ run: inout Run
  ) -> Walk.Truth {
    let set = ruleset.sets[place]
    var element: Int?
    var found: Walk.Truth
    switch set.find(run.registers, at: register) {
    case .missed: found = .no
    case .open: found = .unknown
    case .found(let place):
      found = .yes
      element = place
    }
    var now = inverted ? !found : found
    if now != .yes, let catchall = set.catchall {
      element = found == .no ? catchall : nil
      now = .yes
    }
    if let into {
      if let element, case .value(let octets)? = set.data(element) {
        run.registers.store(octets, at: into)
      } else {
        run.registers.forget(into, Ruleset.Register.size - into)
      }
    }
    if now == .yes, let element, set.isConditional(element) { now = .unknown }
    return set.isDynamic ? pass(now, index, &run) : now
  }

  /// What a verdict map decides; nil when the rule does not match.
  private mutating func decide(
    _ place: Int, _ register: Int, _ index: Int, _ run: inout Run, _ state: State
  ) -> Result? {
    let set = ruleset.sets[place]
    let decisions = ruleset.decisions[place]
    var element: Int?
    switch set.find(run.registers, at: register) {
    case .found(let place): element = place
    case .missed: element = set.catchall
    case .open:
      doubt(&run, index, .open)
      // A set that could not be read may decide anything.
      guard set.definition.elements != nil else {
        return Result(decisions: [.accept, .drop], mayMiss: true, doubt: run.doubt)
      }
      var distinct: [Operation.Decision] = []
      for case let decision? in decisions where !distinct.contains(decision) {
        distinct.append(decision)
      }
      return Result(decisions: distinct, mayMiss: true, doubt: run.doubt)
    }
    if set.isDynamic { _ = pass(element == nil ? .no : .yes, index, &run) }
    guard let element, let decision = decisions[element] else {
      fail(run.rule, index, state, passing: run.passing)
      return set.isDynamic ? Result.next : nil
    }
    if set.isConditional(element) { doubt(&run, index, .open) }
    if !(decision.chain.map { $0 >= 0 && ruleset.chains[$0].leadsToOffload } ?? false) {
      fail(run.rule, index, state, passing: run.passing)
    }
    return Result(decisions: [decision], mayMiss: run.match != .yes, doubt: run.doubt)
  }
}

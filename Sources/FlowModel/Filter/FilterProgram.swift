/// An expression as a flat list of tests with jumps: no recursion, nothing allocated.
///
/// Only what surely holds matches. So each `not` is pushed down to the tests first, where it asks
/// for a sure no in place of a sure yes; what is left needs but two values, and that is the same as
/// three-valued logic asked for a yes, since `and` and `or` of sure answers are sure.
struct FilterProgram: Sendable {
  private struct Step {
    let test: FilterTest
    /// Whether a sure no is asked for.
    let wantsNo: Bool
    /// Where to go on: a step, or `matched` or `failed`.
    var hit: Int
    var miss: Int
  }

  private static let matched = -1
  private static let failed = -2

  private var steps: [Step] = []
  private(set) var needs: FilterNeeds = []

  init(_ expression: FilterExpression?) {
    guard let expression else { return }
    _ = add(expression, isNegated: false, hit: Self.matched, miss: Self.failed)
    // They were added from the last to the first, for a jump goes forward only.
    let last = steps.count - 1
    steps.reverse()
    for at in steps.indices {
      if steps[at].hit >= 0 { steps[at].hit = last - steps[at].hit }
      if steps[at].miss >= 0 { steps[at].miss = last - steps[at].miss }
    }
  }

  /// Adds an expression, last test first; returns where it begins.
  private mutating func add(_ expression: FilterExpression, isNegated: Bool, hit: Int, miss: Int)
    -> Int
  {
    switch expression {
    case .test(let test):
      needs.formUnion(test.needs)
      steps.append(Step(test: test, wantsNo: isNegated, hit: hit, miss: miss))
      return steps.count - 1
    case .negated(let part):
      return add(part, isNegated: !isNegated, hit: hit, miss: miss)
    case .conjunction(let parts):
      return add(parts, isNegated: isNegated, needsAll: !isNegated, hit: hit, miss: miss)
    case .disjunction(let parts):
      return add(parts, isNegated: isNegated, needsAll: isNegated, hit: hit, miss: miss)
    }
  }

  private mutating func add(
    _ parts: [FilterExpression], isNegated: Bool, needsAll: Bool, hit: Int, miss: Int
  ) -> Int {
    var next = needsAll ? hit : miss
    // Nothing has an effect: the cheap parts may be asked first.
    let sorted = parts.enumerated().sorted {
      ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset)
    }
    for (_, part) in sorted.reversed() {
      next =
        needsAll
        ? add(part, isNegated: isNegated, hit: next, miss: miss)
        : add(part, isNegated: isNegated, hit: hit, miss: next)
    }
    return next
  }

  /// Whether a flow surely matches.
  func matches(
    _ flow: Flow, _ facts: inout some FlowFacts, _ buffer: inout TextBuffer
  ) -> Bool {
    var at = steps.isEmpty ? Self.matched : 0
    var row = RowText()
    while at >= 0 {
      let truth =
        if case .text(let needle) = steps[at].test {
          FilterTruth(row.contains(needle, flow, &facts, &buffer))
        } else {
          steps[at].test.truth(flow, &facts)
        }
      at = truth == (steps[at].wantsNo ? .no : .yes) ? steps[at].hit : steps[at].miss
    }
    return at == Self.matched
  }
}

extension FilterExpression {
  /// That of the dearest test in it.
  fileprivate var cost: Int {
    switch self {
    case .test(let test): test.cost
    case .negated(let part): part.cost
    case .conjunction(let parts), .disjunction(let parts): parts.map(\.cost).max() ?? 0
    }
  }
}

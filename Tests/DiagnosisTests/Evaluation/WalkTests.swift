import FlowModel
import Testing

@testable import Diagnosis

@Suite struct WalkTests {
  /// The obvious ruleset: what is established is offloaded.
  private func usual(_ before: [Expressions] = [], _ offload: Expressions = Make.established)
    -> RulesetBuilder
  {
    var builder = RulesetBuilder()
    builder.base(
      "forward", drops: true,
      [Make.invalid + [Make.drop]] + before + [
        offload + [Make.flowAdd], Make.state(6) + [Make.accept],
      ])
    return builder
  }

  @Test func establishedFlowReachesItsFlowAdd() {
    let walk = usual().walk(Make.packet())
    #expect(walk.offloads.map(\.isReached) == [.yes])
    #expect(walk.offloads[0].flowtable == "f")
    #expect(walk.offloads[0].doubt == nil)
    #expect(walk.isAccepted == .yes)
  }

  @Test func newFlowIsDroppedByPolicy() {
    let walk = usual().walk(
      Make.packet(Make.flow(status: .confirmed), established: false))
    #expect(walk.offloads.map(\.isReached) == [.no])
    #expect(walk.isAccepted == .no)
    guard case .policy(let chain)? = walk.dropper else {
      Issue.record("dropped by \(String(describing: walk.dropper))")
      return
    }
    #expect(chain.name == "forward")
  }

  @Test func mismatchNamesRuleAndValue() {
    let walk = usual([], Make.port(443)).walk(Make.packet())
    #expect(
      walk.offloads[0].obstacle
        == .mismatch(rule: 1, phrase: "tcp dport 443, but this flow's is 80"))
  }

  @Test func earlierAcceptDecides() {
    let walk = usual([Make.port(80) + [Make.accept]]).walk(Make.packet())
    #expect(walk.offloads[0].isReached == .no)
    #expect(walk.offloads[0].obstacle == .decidedBefore(rule: 1, verdict: .accept))
    #expect(walk.isAccepted == .yes)
  }

  @Test func anExpressionOfANewerKernelMayDecideAnything() {
    let foreign = Ruleset.Expression.undecidable(
      name: "newer", detail: nil, into: Ruleset.Register(offset: 0), length: Ruleset.Register.size)
    for rule in [[foreign], [foreign] + Make.port(443)] {
      let walk = usual([rule]).walk(Make.packet())
      #expect(walk.offloads[0].isReached == .unknown)
      #expect(walk.isAccepted == .unknown)
    }
    let within = usual([], [foreign] + Make.established).walk(Make.packet())
    #expect(within.offloads[0].isReached == .unknown)
  }

  @Test func limitLeavesItOpen() {
    let walk = usual([[Make.limit, Make.accept]]).walk(Make.packet())
    #expect(walk.offloads[0].isReached == .unknown)
    #expect(walk.offloads[0].doubt == "limit rate 10/second")
    #expect(walk.isAccepted == .yes)
  }

  @Test func unknownDeviceLeavesItOpenOnlyWhereItMatters() {
    let builder = usual([], Make.name(.outputName, "wan0"))
    var packet = Make.packet()
    #expect(builder.walk(packet).offloads[0].isReached == .yes)
    packet.outputs = nil
    #expect(builder.walk(packet).offloads[0].isReached == .unknown)
    packet.outputs = [Make.wan, Make.device("wan1", 9)]
    #expect(builder.walk(packet).offloads[0].isReached == .unknown)
    packet.outputs = [Make.device("ppp0", 8), Make.device("wan1", 9)]
    #expect(builder.walk(packet).offloads[0].isReached == .no)
    #expect(
      builder.walk(packet).offloads[0].obstacle
        == .mismatch(rule: 1, phrase: "oifname \"wan0\", but this packet's is \"ppp0\""))
  }

  @Test func jumpThatDoesNotMatchIsNamed() {
    var builder = RulesetBuilder()
    builder.base(
      "forward",
      [Make.name(.inputName, "wan0") + [.verdict(.jump("fast"))], [Make.accept]])
    builder.chain("fast", [[Make.flowAdd]])
    let walk = builder.walk(Make.packet())
    #expect(
      walk.offloads[0].obstacle
        == .notCalled(
          chain: "fast", via: 0, phrase: "iifname \"wan0\", but this packet's is \"lan0\""))
    #expect(builder.walk(Make.packet(Make.flow(), .reply)).offloads[0].isReached == .yes)
  }

  @Test func returnGoesBackAndGotoDoesNot() {
    var builder = RulesetBuilder()
    builder.base(
      "forward", [[.verdict(.jump("a"))], [.verdict(.goto("b"))], [Make.flowAdd]])
    builder.chain("a", [Make.port(80) + [.verdict(.return)], [Make.drop]])
    builder.chain("b", [Make.port(22) + [Make.accept]])
    let walk = builder.walk(Make.packet())
    #expect(walk.offloads[0].obstacle == .decidedBefore(rule: 1, verdict: .goto("b")))
    #expect(walk.isAccepted == .yes)
    let other = builder.walk(Make.packet(Make.flow("10.0.1.2", 4, to: "10.0.2.2", 81)))
    #expect(other.isAccepted == .no)
    #expect(other.dropper == .decidedBefore(rule: 4, verdict: .drop))
  }

  @Test func acceptEndsOneBaseChainAndDropEndsAll() {
    var builder = RulesetBuilder()
    builder.base("early", priority: -10, [[Make.accept]])
    builder.base("late", priority: 10, [[Make.flowAdd]])
    #expect(builder.walk(Make.packet()).offloads[0].isReached == .yes)
    builder.ruleset.rules[0].expressions = [Make.drop]
    let walk = builder.walk(Make.packet())
    #expect(walk.offloads[0].obstacle == .decidedBefore(rule: 0, verdict: .drop))
  }

  /// Measured on 6.18: of equal priorities the chain that came last runs first.
  @Test func lastRegisteredRunsFirst() {
    var builder = RulesetBuilder()
    builder.base("first", [[Make.drop]])
    builder.base("second", [[Make.flowAdd]])
    #expect(builder.walk(Make.packet()).offloads[0].isReached == .yes)
  }

  @Test func otherFamilyDormantTableAndOtherHook() {
    for change in 0..<3 {
      var builder = RulesetBuilder()
      builder.table(change == 0 ? .ip6 : .ip, "other", dormant: change == 1)
      builder.base("forward", hook: change == 2 ? 3 : 2, [[Make.flowAdd]])
      let walk = builder.walk(Make.packet())
      #expect(walk.offloads[0].obstacle == .otherHook(chain: "forward"), "\(change)")
    }
  }

  @Test func whatFollowsAFlowAddIsOpen() {
    var builder = RulesetBuilder()
    builder.base("forward", drops: true, [[Make.flowAdd, Make.accept]])
    let walk = builder.walk(Make.packet())
    #expect(walk.offloads[0].isReached == .yes)
    #expect(walk.isAccepted == .unknown)
  }

  @Test func bothWaysOfAnOpenMatchAreJoined() {
    var builder = RulesetBuilder()
    builder.base(
      "forward",
      [
        Make.setMark(5), [Make.limit] + Make.setMark(5), Make.mark(5) + [Make.flowAdd],
        [Make.limit] + Make.setMark(4), Make.mark(4, mask: 4) + [Make.flowAdd],
        Make.mark(5) + [Make.flowAdd],
      ])
    let walk = builder.walk(Make.packet())
    let reached = Dictionary(
      uniqueKeysWithValues: walk.offloads.map { ($0.rule, $0.isReached) })
    #expect(reached == [2: .yes, 4: .yes, 5: .unknown])
  }

  @Test func openJumpThatComesBackCostsNothing() {
    var builder = RulesetBuilder()
    builder.base("forward", [[Make.limit, .verdict(.jump("count"))], [Make.flowAdd]])
    builder.chain("count", [[.statement(name: "counter")], [Make.limit, .verdict(.return)]])
    #expect(builder.walk(Make.packet()).offloads[0].isReached == .yes)
  }
}

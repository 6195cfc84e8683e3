import FlowModel
import Testing

@testable import Diagnosis

/// What holds of every packet that is forwarded, and what others than the ruleset decide.
struct ForwardedTests {
  private static let web = Tuple(
    source: Address(ipv4: 0xc0a8_0102), destination: Address(ipv4: 0xcb00_7102),
    sourcePort: 40_000, destinationPort: 80, family: .ipv4, l4: .tcp)

  private static func walk(
    _ rules: [Expressions], mayMarkUnseen: Bool = false,
    _ change: (inout RulesetBuilder) -> Void = { _ in }
  ) -> Walk {
    var builder = RulesetBuilder()
    change(&builder)
    builder.base("forward", rules)
    let flow = Flow(
      orig: web, reply: web.inverted, id: 1, status: [.confirmed, .seenReply, .assured],
      state: ConnectionState(l4: .tcp, rawValue: 3), timeout: 300, mark: 0)
    return RulesetEvaluator(builder.ruleset, mayMarkUnseen: mayMarkUnseen)
      .forward(Packet(flow, .original))
  }

  private static func reached(_ rule: Expressions) -> Walk.Truth? {
    walk([rule + [Make.flowAdd]]).offloads.first?.isReached
  }

  private static func routes(_ keys: Ruleset.RouteQuestion.Keys, _ type: UInt32) -> Expressions {
    [
      .fib(Ruleset.RouteQuestion(keys: keys, result: .type), into: Make.r1),
      .compare(.equal, Make.r1, [UInt8(type), 0, 0, 0]),
    ]
  }

  @Test func itsDestinationIsNeverThisMachine() {
    // RTN_UNICAST and RTN_LOCAL.
    #expect(Self.reached(Self.routes(.destination, 1)) == .yes)
    #expect(Self.reached(Self.routes(.destination, 2)) == .no)
    #expect(Self.reached(Self.routes(.source, 1)) == .unknown)
  }

  @Test func itIsAddressedToThisMachineOnItsLink() {
    let broadcast: Expressions = [
      .meta(.packetType, into: Make.r1), .compare(.equal, Make.r1, [1]),
    ]
    #expect(Self.reached(broadcast) == .no)
  }

  @Test func noProgramOwnsIt() {
    let owner: Expressions = [
      .meta(Ruleset.MetaKey(rawValue: 10), into: Make.r1),
      .compare(.notEqual, Make.r1, [0, 0, 0, 0]),
    ]
    #expect(Self.reached(owner) == .no)
  }

  @Test func oneOfManyPorts() {
    let ranges = [
      Ruleset.ValueRange(from: [0, 80], to: [0, 80]), .init(from: [4, 0], to: [5, 0]),
    ]
    let port = Ruleset.Expression.payload(base: .transport, offset: 2, length: 2, into: Make.r1)
    #expect(Self.reached([port, .among(Make.r1, ranges, inverted: false)]) == .yes)
    #expect(Self.reached([port, .among(Make.r1, ranges, inverted: true)]) == .no)
    #expect(Self.reached([port, .among(Make.r1, [ranges[1]], inverted: false)]) == .no)
  }

  /// What reads a queue may let the packet go on to the next chain.
  @Test func aQueueIsTheEndOfAChainAlone() {
    let queue = Ruleset.Expression.takesAway(name: "queue")
    let same = Self.walk([[queue], [Make.flowAdd]])
    #expect(same.offloads.first?.isReached == .no)
    #expect(same.offloads.first?.certainty == .certain)
    let later = Self.walk([[Make.flowAdd]]) { $0.base("early", priority: -10, [[queue]]) }
    #expect(later.offloads.first?.isReached == .unknown)
  }

  @Test func aTransparentProxyMayNotRun() {
    let walk = Self.walk([[Make.flowAdd]]) {
      $0.base(
        "pre", hook: Ruleset.Chain.Hook.prerouting, priority: -150,
        [[.takesAway(name: "tproxy"), Make.accept]])
    }
    #expect(walk.offloads.first?.isReached == .yes)
  }

  /// Quota, limit, connlimit; a counter lets everything pass.
  @Test(arguments: [(1 as UInt32, Walk.Truth.yes), (2, .unknown), (4, .unknown), (5, .unknown)])
  func namedObjectsMayEndARule(type: UInt32, expected: Walk.Truth) {
    let named = Ruleset.Expression.objectReference(type: type, name: "o", map: nil, key: nil)
    #expect(Self.reached([named]) == expected)
    let port = Ruleset.Expression.payload(base: .transport, offset: 2, length: 2, into: Make.r1)
    let mapped = Ruleset.Expression.objectReference(type: nil, name: nil, map: "m", key: Make.r1)
    for (key, truth) in [([UInt8](arrayLiteral: 0, 80), expected), ([0, 81], .no)] {
      let walk = Self.walk([[port, mapped, Make.flowAdd]]) {
        $0.ruleset.objects.append(Ruleset.Object(table: $0.table, name: "o", type: type))
        $0.set("m", length: 2, flags: [.object], [.init(key: key, data: .object("o"))])
      }
      #expect(walk.offloads.first?.isReached == truth)
    }
  }

  @Test func rulesThatAreNotShownMaySetMarks() {
    let rule = Make.mark(9) + [Make.flowAdd]
    #expect(Self.walk([rule]).offloads.first?.isReached == .no)
    #expect(Self.walk([rule], mayMarkUnseen: true).offloads.first?.isReached == .unknown)
  }
}

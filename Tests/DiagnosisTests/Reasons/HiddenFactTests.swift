import FlowModel
import Testing

@testable import Diagnosis

/// Whatever is hidden, nothing is called certain that the whole picture denies.
@Suite struct HiddenFactTests {
  static let all = SlowSituations.all + PathSituations.all + HardwareSituations.all

  static let veils: [(name: String, hide: @Sendable (inout Snapshot) -> Void)] = [
    ("routes", { $0.routes = nil }),
    ("routing rules", { $0.routingRules = [] }),
    ("ruleset", { $0.ruleset = nil }),
    ("flowtables", { $0.flowtables = nil }),
    ("sysctls", { $0.machine.sysctls = [:] }),
    ("modules", { $0.machine.modules = [:] }),
    ("distribution", { $0.machine.distribution = nil }),
    ("kernel", { $0.machine.kernel = "" }),
    ("features", { $0.features = [] }),
    ("IPsec policies", { $0.ipsecPolicies = nil }),
    ("neighbours", { $0.neighbors = [] }),
    ("addresses", { $0.addresses = [] }),
    ("queueing disciplines", { $0.qdiscs = [] }),
  ]

  @Test(arguments: all) func hidingFactsMakesNothingCertain(_ situation: Situation) {
    for first in Self.veils {
      for second in Self.veils {
        var snapshot = situation.snapshot
        first.hide(&snapshot)
        second.hide(&snapshot)
        guard let reason = situation.diagnose(snapshot), reason.certainty == .certain else {
          continue
        }
        #expect(
          reason.code == situation.expected?.code,
          "without \(first.name) and \(second.name)")
      }
    }
  }

  @Test(arguments: all) func aFlowWithoutHistoryIsNoSurer(_ situation: Situation) {
    var other = situation
    other.history = nil
    guard let reason = other.diagnose(other.snapshot), reason.certainty == .certain else { return }
    #expect(reason.code == situation.expected?.code)
  }

  @Test(arguments: all) func askingAgainGivesTheSame(_ situation: Situation) {
    var diagnostician = Diagnostician()
    var snapshot = situation.snapshot
    for time in 1...3 {
      snapshot.time += UInt64(time)
      diagnostician.update(snapshot)
      #expect(diagnostician.reason(situation.flow, situation.history) == situation.expected)
      #expect(
        diagnostician.explain(situation.flow, situation.history)?.reason == situation.expected)
    }
  }
}

/// The cache forgets what has changed, and who has gone.
@Suite struct ProspectsCacheTests {
  @Test func aFlowThatChangesIsJudgedAnew() {
    let router = Router()
    var diagnostician = Diagnostician()
    diagnostician.update(router.snapshot())
    let flow = PaperFlow.flow()
    #expect(diagnostician.reason(flow)?.code == .waiting)
    var closing = flow
    closing.state = ConnectionState(l4: .tcp, rawValue: 7)
    #expect(diagnostician.reason(closing)?.code == .closing)
    var translated = flow
    translated.translateDestination(to: ipv4(10, 0, 1, 1))
    #expect(diagnostician.reason(translated)?.code == .local)
    #expect(diagnostician.reason(flow)?.code == .waiting)
  }

  @Test func surroundingsThatChangeAreLearnt() {
    var router = Router()
    var diagnostician = Diagnostician()
    let flow = PaperFlow.flow()
    diagnostician.update(router.snapshot())
    #expect(diagnostician.reason(flow)?.code == .waiting)
    router.ruleset = .forward([PaperRule("accept", PaperRule.accept)])
    diagnostician.update(router.snapshot(at: 1001))
    #expect(diagnostician.reason(flow) == Reason(.noRule, .certain))
    router.kernel = "7.3.4"
    router.ruleset = .forward([.offloadsAll])
    router.list("lan0")
    diagnostician.update(router.snapshot(at: 1002))
    #expect(diagnostician.reason(flow) == Reason(.outputDevice, .certain))
    router.move(from: Router.wan, to: Router.lan)
    diagnostician.update(router.snapshot(at: 1003))
    #expect(diagnostician.reason(flow)?.code == .waiting)
    router.attach(Router.lan, PaperFlow.server, 32)
    diagnostician.update(router.snapshot(at: 1004))
    #expect(diagnostician.reason(flow) == Reason(.local, .certain))
  }

  @Test func packetsBeforeTheRulesChangedDoNotCount() {
    var router = Router()
    var diagnostician = Diagnostician()
    let second: UInt64 = 1_000_000_000
    let flow = PaperFlow.flow()
    var history = FlowHistory(
      now: 1000 * second, firstSeen: 900 * second, origMoved: 1000 * second,
      replyMoved: 1000 * second)
    diagnostician.update(router.snapshot())
    #expect(diagnostician.reason(flow, history)?.code == .unknown)
    router.ruleset = .forward([.offloadsAll])
    diagnostician.update(router.snapshot(at: 1001))
    history.now = 1001 * second
    #expect(diagnostician.reason(flow, history) == Reason(.waiting, .certain))
    history.origMoved = 1002 * second
    history.now = 1003 * second
    #expect(diagnostician.reason(flow, history)?.code == .unknown)
  }

  @Test func countersMatterWhereRulesAskForThem() {
    var router = Router()
    let register = Ruleset.Register(offset: 0)
    router.ruleset = .forward([
      PaperRule(
        "ct bytes > 65536 flow add @f",
        [
          .ct(.bytes, direction: nil, into: register),
          .compare(.greater, register, [0, 0, 1, 0, 0, 0, 0, 0].reversed()),
        ], PaperRule.offload)
    ])
    _ = router
    var diagnostician = Diagnostician()
    diagnostician.update(router.snapshot())
    var flow = PaperFlow.flow()
    let small = diagnostician.reason(flow)
    flow.origCounters?.bytes = 1 << 40
    #expect(diagnostician.reason(flow) == Self.fresh(router, flow))
    #expect(small == Self.fresh(router, PaperFlow.flow()))
  }

  private static func fresh(_ router: Router, _ flow: Flow) -> Reason? {
    var diagnostician = Diagnostician()
    diagnostician.update(router.snapshot())
    return diagnostician.reason(flow)
  }

  @Test func flowsThatAreGoneAreForgotten() {
    let around = Surroundings(SurroundingParts(Router().snapshot(), offloadsSome: false), at: 0, last: nil)
    var cache = ProspectsCache()
    let path = FlowPath(input: RouteAnswer(), output: RouteAnswer())
    for poll in UInt16(0)..<40 {
      cache.beginPoll()
      for port in 0..<UInt16(1000) {
        let flow = PaperFlow.flow { $0.orig.sourcePort = poll * 1000 + port }
        #expect(cache.prospects(of: flow, around) == nil)
        cache.keep(Prospects(path: path), of: flow, around)
      }
      #expect(cache.count <= 5000)
    }
  }
}

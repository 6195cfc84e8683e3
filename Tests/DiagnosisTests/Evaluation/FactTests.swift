import FlowModel
import Testing

@testable import Diagnosis

/// What rules can learn of a packet.
@Suite struct FactTests {
  private let r1 = Make.r1

  /// Whether a packet passes the condition before a `flow add`.
  private func reach(
    _ condition: Expressions, _ packet: Packet = Make.packet(),
    _ change: (inout RulesetBuilder) -> Void = { _ in }
  ) -> Walk.Offload {
    var builder = RulesetBuilder()
    change(&builder)
    builder.base("forward", [condition + [Make.flowAdd]])
    return builder.walk(packet).offloads[0]
  }

  /// nft(8) swaps a protocol's one octet in units of two, which changes nothing.
  @Test func lessThanAUnitIsNotSwapped() {
    let condition: Expressions = [
      .meta(.l4, into: r1), .byteorder(r1, into: r1, length: 1, size: 2),
      .compare(.equal, r1, [6]),
    ]
    #expect(reach(condition).isReached == .yes)
  }

  /// At the forward hook destinations are translated, sources are not.
  @Test func addressesBetweenTheTranslations() {
    var flow = Make.flow("10.0.1.2", 40000, to: "192.0.2.1", 8080)
    flow.reply = Tuple(
      source: Make.address("10.0.2.2"), destination: Make.address("192.0.2.9"), sourcePort: 80,
      destinationPort: 61000, family: .ipv4, l4: .tcp)
    let orig = Make.packet(flow)
    let reply = Make.packet(flow, .reply)
    #expect(reach(Make.address("10.0.2.2"), orig).isReached == .yes)
    #expect(reach(Make.address("10.0.1.2", source: true), orig).isReached == .yes)
    #expect(reach(Make.port(80), orig).isReached == .yes)
    #expect(reach(Make.address("10.0.1.2"), reply).isReached == .yes)
    #expect(reach(Make.address("10.0.2.2", source: true), reply).isReached == .yes)
    #expect(reach(Make.port(40000), reply).isReached == .yes)
    #expect(reach(Make.port(80, source: true), reply).isReached == .yes)
    let original: Expressions = [
      .ct(.destinationIPv4, direction: .original, into: r1),
      .compare(.equal, r1, Make.octets("192.0.2.1")),
    ]
    #expect(reach(original, orig).isReached == .yes)
    #expect(reach(original, reply).isReached == .yes)
  }

  @Test func statesOfAPacket() {
    let unreplied = Make.flow(status: .confirmed)
    let expected = Make.flow(status: [.confirmed, .expected])
    #expect(reach(Make.state(8), Make.packet(unreplied, established: false)).isReached == .yes)
    #expect(reach(Make.state(4), Make.packet(expected, established: false)).isReached == .yes)
    #expect(reach(Make.established, Make.packet(expected)).isReached == .yes)
    #expect(
      reach(Make.established, Make.packet(unreplied, .reply, established: false)).isReached == .yes)
    #expect(
      reach(Make.state(8)).obstacle
        == .mismatch(rule: 0, phrase: "ct state new, but this packet's is established"))
  }

  /// `nft_ct_get_eval` asks the helper of the flow that announced this one.
  @Test func helperIsThatOfTheMaster() {
    let rule: Expressions = [
      .ct(.helper, direction: nil, into: r1), .compare(.equal, r1, Make.name("ftp")),
    ]
    var flow = Make.flow()
    flow.extras = FlowExtras(helper: "ftp")
    #expect(
      reach(rule, Make.packet(flow)).obstacle
        == .mismatch(
          rule: 0, phrase: "ct helper \"ftp\", but no other connection announced this flow"))
    flow.status.insert(.expected)
    #expect(reach(rule, Make.packet(flow)).isReached == .unknown)
  }

  @Test func countersHoldAsOfNow() {
    let rule: (Ruleset.Comparison) -> Expressions = {
      [
        .ct(.bytes, direction: nil, into: Make.r1),
        .byteorder(Make.r1, into: Make.r1, length: 8, size: 8),
        .compare($0, Make.r1, [0, 0, 0, 0, 0, 0, 0x03, 0xe8]),
      ]
    }
    var flow = Make.flow()
    flow.origCounters = Counters(packets: 5, bytes: 400)
    flow.replyCounters = Counters(packets: 5, bytes: 500)
    let few = reach(rule(.greater), Make.packet(flow))
    #expect(few.isReached == .no)
    #expect(few.doubt == "ct bytes > 1000, as of now: the counters grow")
    #expect(
      few.obstacle == .mismatch(rule: 0, phrase: "ct bytes > 1000, but this flow's is 900"))
    flow.replyCounters?.bytes = 5000
    let many = reach(rule(.greater), Make.packet(flow))
    #expect(many.isReached == .yes)
    #expect(many.doubt == nil)
    #expect(reach(rule(.less), Make.packet(flow)).doubt != nil)
  }

  @Test func headersOfAPacketThatCouldBeOffloaded() {
    let flags: (UInt8) -> Expressions = {
      Make.l4(.tcp) + [
        .payload(base: .transport, offset: 13, length: 1, into: Make.r1),
        .mask(Make.r1, into: Make.r1, mask: [$0], xor: [0]), .compare(.equal, Make.r1, [0]),
      ]
    }
    #expect(reach(flags(0x07)).isReached == .yes)
    #expect(reach(flags(0x08)).isReached == .unknown)
    let version: Expressions = [
      .payload(base: .network, offset: 0, length: 1, into: r1),
      .mask(r1, into: r1, mask: [0xf0], xor: [0]), .compare(.equal, r1, [0x40]),
    ]
    #expect(reach(version).isReached == .yes)
    #expect(
      reach(
        Make.family(.ipv4) + [
          .payload(base: .network, offset: 8, length: 1, into: r1), .compare(.less, r1, [3]),
        ]
      )
      .doubt == "ip ttl < 3")
  }

  @Test func setsByNameAndByPackets() {
    let lookup: (Bool) -> Expressions = {
      Make.family(.ipv4) + [
        .payload(base: .network, offset: 12, length: 4, into: Make.r1),
        .lookup(set: "blocked", Make.r1, into: nil, toVerdict: false, inverted: $0),
      ]
    }
    let set: ([Ruleset.Element]?, Ruleset.SetDefinition.Flags) -> (inout RulesetBuilder) -> Void = {
      elements, flags in { $0.set("blocked", length: 4, flags: flags, elements) }
    }
    let here: [Ruleset.Element] = [.init(key: [10, 0, 1, 2])]
    #expect(
      reach(lookup(false), Make.packet(), set([], [])).obstacle
        == .mismatch(rule: 0, phrase: "ip saddr 10.0.1.2 is not in @blocked"))
    #expect(
      reach(lookup(true), Make.packet(), set(here, [])).obstacle
        == .mismatch(rule: 0, phrase: "ip saddr 10.0.1.2 is in @blocked"))
    #expect(reach(lookup(false), Make.packet(), set(here, [])).doubt == nil)
    let dynamic = reach(lookup(false), Make.packet(), set(here, .dynamic))
    #expect(dynamic.isReached == .yes)
    #expect(dynamic.doubt == "ip saddr @blocked, as of now: packets change @blocked")
    #expect(reach(lookup(false), Make.packet(), set(nil, [])).isReached == .unknown)
    #expect(reach(lookup(false)).isReached == .unknown)
  }

  @Test func verdictMapThatLeadsElsewhere() {
    var builder = RulesetBuilder()
    builder.set(
      "ways", length: 16, flags: [.map, .dynamic], verdicts: true,
      [
        .init(key: Make.name("lan0"), data: .verdict(.accept)),
        .init(key: Make.name("wan0"), data: .verdict(.jump("fast"))),
      ])
    builder.base(
      "forward",
      [
        [
          .meta(.inputName, into: r1),
          .lookup(set: "ways", r1, into: nil, toVerdict: true, inverted: false),
        ]
      ])
    builder.chain("fast", [[Make.flowAdd]])
    let offload = builder.walk(Make.packet()).offloads[0]
    #expect(
      offload.obstacle
        == .notCalled(
          chain: "fast", via: 0, phrase: "iifname vmap @ways, but this packet's is \"lan0\""))
    #expect(offload.doubt == "iifname vmap @ways, as of now: packets change @ways")
    #expect(offload.certainty == .likely)
    #expect(builder.walk(Make.packet(Make.flow(), .reply)).offloads[0].isReached == .yes)
  }

  // MARK: Marks

  private func marks(
    _ prerouting: [Expressions], priority: Int32 = -150, type: String = "filter",
    family: TableFamily = .inet, hook: UInt32 = 0, _ packet: Packet = Make.packet()
  ) -> Walk.Offload {
    reach(Make.mark(5), packet) {
      let table = $0.table
      if family != .inet { $0.table(family, "early") }
      $0.base("early", hook: hook, priority: priority, type: type, prerouting)
      $0.table = table
    }
  }

  @Test func marksComeFromTheHooksBefore() {
    #expect(reach(Make.mark(0)).isReached == .yes)
    #expect(marks([]).isReached == .no)
    #expect(marks([Make.setMark(5)]).isReached == .yes)
    #expect(marks([Make.address("10.0.2.2") + Make.setMark(5)]).isReached == .yes)
    #expect(marks([[Make.limit] + Make.setMark(5)]).isReached == .unknown)
    let restore: Expressions = [
      .ct(.mark, direction: nil, into: r1), .metaSet(.mark, from: r1),
    ]
    #expect(marks([restore], Make.packet(Make.flow(mark: 5))).isReached == .yes)
    #expect(marks([restore], Make.packet(Make.flow(mark: nil))).isReached == .unknown)
    // Before connection tracking there is no mark to restore.
    #expect(marks([restore], priority: -300, Make.packet(Make.flow(mark: 5))).isReached == .unknown)
    // A chain of type nat sees the first packet alone.
    #expect(marks([Make.setMark(5)], type: "nat").isReached == .no)
    // What runs at ingress is not walked.
    #expect(marks([Make.setMark(5)], family: .netdev).isReached == .unknown)
    var packet = Make.packet()
    packet.mark = 5
    #expect(marks([], packet).isReached == .yes)
  }

  @Test func iptablesTargetsMaySetMarks() {
    let target = Ruleset.Expression.undecidable(
      name: "target", detail: "MARK", into: nil, length: 0)
    #expect(marks([[target]]).isReached == .unknown)
    let log = Ruleset.Expression.undecidable(name: "target", detail: "LOG", into: nil, length: 0)
    #expect(marks([[log], Make.setMark(5)]).isReached == .yes)
  }

  @Test func droppedBeforeTheForwardHook() {
    let walk = marks([Make.port(80) + [Make.drop]])
    #expect(walk.obstacle == .decidedBefore(rule: 0, verdict: .drop))
    #expect(marks([[Make.limit, Make.drop], Make.setMark(5)]).isReached == .yes)
  }

  @Test func tooManyWaysAreNotFollowed() {
    var builder = RulesetBuilder()
    for depth in 0..<15 {
      let next = Ruleset.Expression.verdict(.jump("c\(depth + 1)"))
      builder.chain("c\(depth)", [[next], [next], [next]])
    }
    builder.chain("c15", [[.statement(name: "counter")]])
    builder.base("forward", [[.verdict(.jump("c0"))], [Make.flowAdd]])
    let offload = builder.walk(Make.packet()).offloads[0]
    #expect(offload.isReached == .unknown)
    #expect(offload.doubt == "the ruleset has too many ways to follow them all")
  }

  @Test func stepsTellTheWay() {
    var builder = RulesetBuilder()
    builder.base("forward", drops: true, [Make.port(80) + [.verdict(.jump("web"))]])
    builder.chain("web", [[Make.limit, Make.accept]])
    #expect(
      builder.walk(Make.packet()).steps == [
        "The packet enters chain inet t forward (priority 0).",
        "forward: \"tcp dport 80 jump web # handle 1\" sends the packet there.",
        "web: \"limit rate 10/second accept # handle 2\" may accept the packet.",
        "At the end of inet t forward its policy may drop the packet.",
      ])
  }
}

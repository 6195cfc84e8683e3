import FlowModel

@testable import Diagnosis

/// Slow flows: what they are and what the rules say.
enum SlowSituations {
  typealias P = PaperFlow
  static let quiet = P.watched(10)

  static let kinds: [Situation] = [
    Situation("ICMP is never offloaded", .protocol, P.flow(.icmp)),
    Situation("SCTP is never offloaded", .protocol, P.flow(.sctp)),
    Situation("a protocol goes before the lack of a flowtable", .protocol, P.flow(.icmp)) {
      $0.flowtables = []
    },
    Situation("GRE without keys is offloaded", .waiting, P.flow(.gre), quiet),
    Situation("GRE is not on 5.10", .protocol, P.flow(.gre)) { $0.kernel = "5.10.262" },
    Situation("GRE is read neither way between", .protocol, .likely, P.flow(.gre)) {
      $0.kernel = "5.18.3"
    },
    Situation("GRE with keys is not", .protocol, P.flow(.gre) { $0.orig.sourcePort = 7 }),
    Situation(
      "GRE through NAT is not", .protocol,
      P.flow(.gre) { $0.translateSource(to: ipv4(10, 0, 2, 1)) }),
    Situation("a pin holds it", .pinnedSlow, helped("flowlanes-tcp4")),
    Situation("a helper follows it", .helper, helped("ftp")),
    Situation("a helper's bit alone", .helper, .likely, P.flow { $0.status.insert(.helper) }),
    Situation(
      "its sequence numbers are adjusted", .sequenceAdjust,
      P.flow { $0.status.insert(.seqAdjust) }),
    Situation("a pin holds it by a sequence adjustment", .pinnedSlow, adjusted) {
      $0.ruleset = $0.ruleset?.holding(1)
    },
    Situation("a pin holds another one", .sequenceAdjust, adjusted) {
      $0.ruleset = $0.ruleset?.holding(2)
    },
    Situation("a table of our name that is not ours holds none", .sequenceAdjust, adjusted) {
      $0.ruleset = $0.ruleset?.holding(1, in: "theirs")
    },
    Situation("it lost a race", .natClash, P.flow(.udp) { $0.status.insert(.natClash) }),
  ]

  static let states: [Situation] = [
    Situation("SYN_SENT", .notEstablished, tcp(1, [.confirmed])),
    Situation("SYN_RECV", .notEstablished, tcp(2, [.confirmed, .seenReply])),
    Situation(
      "SYN_RECV on 5.10, where nothing asks", .notEstablished, .likely, tcp(2, [.seenReply])
    ) {
      $0.kernel = "5.10.262-openwrt"
    },
    Situation("a kernel that says no version", .notEstablished, .likely, tcp(2, [.seenReply])) {
      $0.kernel = "unknown"
    },
    Situation("picked up, and heard from one end", .unreplied, tcp(3, [.confirmed])),
    Situation("answered, but not assured", .notEstablished, tcp(3, [.confirmed, .seenReply])),
    Situation("TIME_WAIT", .closing, tcp(7, [.confirmed, .seenReply, .assured])),
    Situation("TIME_WAIT on 5.10", .closing, .likely, tcp(7, [.seenReply, .assured])) {
      $0.kernel = "5.10.262"
    },
    Situation("reset on the fast path", .closing, .likely, P.flow { $0.timeout = 9 }),
    Situation("UDP before its answer", .unreplied, udpAlone),
    Situation("UDP needs no answer where no rule asks for one", .waiting, udpAlone, quiet) {
      $0.ruleset = .forward([.offloadsAll])
    },
    Situation("UDP that no rule offloads, answered or not", .noRule, udpAlone) {
      $0.ruleset = .forward([
        PaperRule("tcp flow add @f", PaperRule.l4(.tcp), PaperRule.offload)
      ])
    },
  ]

  static let settings: [Situation] = [
    Situation("the kernel has no flowtables", .noSupport, P.flow()) {
      $0.flowtables = []
      $0.modules["nf_flow_table"] = .missing
    },
    Situation("nothing is configured", .noFlowtable, P.flow()) { $0.flowtables = [] },
    Situation("tc may offload as well", .noFlowtable, .likely, P.flow()) {
      $0.flowtables = []
      $0.modules["act_ct"] = .loaded
    },
    Situation("iptables of OpenWrt may as well", .noFlowtable, .likely, P.flow()) {
      $0.flowtables = []
      $0.distribution = "openwrt"
      $0.modules["ip_tables"] = .loaded
    },
    Situation("no rule offloads at all", .noRule, P.flow()) {
      $0.ruleset = .forward([PaperRule("accept", PaperRule.accept)])
    },
    Situation("an earlier rule accepts", .noRule, P.flow()) {
      $0.ruleset = .forward([
        PaperRule("meta l4proto tcp accept", PaperRule.l4(.tcp), PaperRule.accept),
        .offloadsEstablished,
      ])
    },
    Situation("an earlier rule accepts one direction alone", .waiting, P.flow(), quiet) {
      $0.ruleset = .forward([
        PaperRule("tcp dport 443 accept", PaperRule.port(.tcp, to: 443), PaperRule.accept),
        .offloadsEstablished,
      ])
    },
    Situation("the rule wants another port", .noRule, P.flow()) {
      $0.ruleset = .forward([
        PaperRule("tcp dport 80 flow add @f", PaperRule.port(.tcp, to: 80), PaperRule.offload)
      ])
    },
    Situation("the rule wants a device that the flow does not use", .noRule, P.flow()) {
      $0.add("dmz0")
      $0.ruleset = .forward([
        PaperRule("iifname dmz0 flow add @f", PaperRule.input("dmz0"), PaperRule.offload)
      ])
    },
    Situation("one direction's device is enough", .waiting, P.flow(), quiet) {
      $0.ruleset = .forward([
        PaperRule("iifname wan0 flow add @f", PaperRule.input("wan0"), PaperRule.offload)
      ])
    },
    Situation(
      "the table is of the other family", .noRule,
      P.flow(from: ipv6(0xfd01, 2), to: ipv6(0x2001, 80))
    ) {
      $0.ruleset = .forward([.offloadsAll], table: .init(.ip, "filter"))
    },
    Situation(
      "a limit decides, and packets passed in vain", .noRule, .likely, P.flow(),
      P.watched(60, origMoved: 999)
    ) {
      $0.ruleset = .forward([PaperRule("limit flow add @f", PaperRule.limit, PaperRule.offload)])
    },
    Situation("a limit decides, and nobody watched", .unknown, .unknown, P.flow()) {
      $0.ruleset = .forward([PaperRule("limit flow add @f", PaperRule.limit, PaperRule.offload)])
    },
    Situation(
      "the ruleset is not known", .unknown, .unknown, P.flow(), P.watched(60, origMoved: 999)
    ) {
      $0.ruleset = nil
    },
    Situation(
      "it was offloaded under these very rules", .noRule, .likely, P.flow(),
      P.watched(60, laneSince: 990, wasFaster: true)
    ) {
      $0.ruleset = .forward([PaperRule("accept", PaperRule.accept)])
    },
  ]

  static let passing: [Situation] = [
    Situation("no packet came since", .waiting, P.flow(), quiet),
    Situation("no packet came since, on 7.3", .waiting, .likely, P.flow(), quiet) {
      $0.kernel = "7.3.4"
    },
    Situation("seen once alone", .waiting, .likely, P.flow()),
    Situation(
      "packets come and nothing happens", .unknown, .unknown, P.flow(),
      P.watched(60, origMoved: 999)),
    Situation("idle by its counters", .idle, wasOffloaded, P.watched(60)),
    Situation(
      "idle by its timeout", .idle, .likely,
      P.flow {
        $0.timeout = 431_900; $0.tcpFlags = wasOffloaded.tcpFlags
      }),
    Situation(
      "it fell back", .idle, .likely, wasOffloaded, P.watched(60, laneSince: 995, wasFaster: true)),
    Situation(
      "silent for long, but never offloaded: the rule is younger", .waiting, P.flow(), P.watched(60)
    ),
    Situation("UDP idle by its timeout", .idle, .likely, P.flow(.udp) { $0.timeout = 60 }),
    Situation("the setting says when", .waiting, P.flow(.udp), P.watched(60)) {
      $0.sysctls["net.netfilter.nf_flowtable_udp_timeout"] = "300"
    },
    Situation(
      "on the fast path in truth, without its flag", .unknown, .likely,
      P.flow {
        $0.timeout = 86_300; $0.use = 2
      }, P.watched(60, origMoved: 999)
    ) {
      $0.kernel = "7.3.4"
    },
  ]

  static let all = kinds + states + settings + passing

  static var wasOffloaded: Flow { P.flow { $0.tcpFlags = TCPFlags(orig: 0x2b, reply: 0x2b) } }
  static var udpAlone: Flow { P.flow(.udp) { $0.status = [.confirmed] } }

  static func tcp(_ state: UInt8, _ status: Status) -> Flow {
    P.flow { flow in
      flow.state = ConnectionState(l4: .tcp, rawValue: state)
      flow.status = status.union(.confirmed)
      flow.timeout = 60
    }
  }

  static let adjusted = P.flow { $0.status.insert(.seqAdjust) }

  static func helped(_ name: String) -> Flow {
    P.flow { flow in
      flow.extras = FlowExtras(helper: name)
      flow.status.insert(.helper)
    }
  }
}

extension Ruleset {
  /// The same with our table, whose map of this name lists a flow by its id.
  fileprivate func holding(_ id: UInt8, in map: String = LanePins.slowMap) -> Ruleset {
    var ruleset = self
    ruleset.tables.append(Table(LanePins.table))
    ruleset.sets.append(
      SetDefinition(
        table: LanePins.table, name: map, flags: .map, keyLength: 4,
        elements: [Element(key: [0, 0, 0, id], data: .value([0, 0, 0, 0]))]))
    return ruleset
  }
}

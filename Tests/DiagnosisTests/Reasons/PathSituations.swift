import FlowModel

@testable import Diagnosis

/// Flows whose way decides: local ones, devices outside of the flowtable, policy routing.
enum PathSituations {
  typealias P = PaperFlow
  static let own = ipv4(10, 0, 1, 1)

  static let local: [Situation] = [
    Situation("it ends here", .local, P.flow(to: own, port: 22)),
    Situation("it begins here", .local, P.flow(from: ipv4(10, 0, 2, 1))),
    Situation("an IPv6 flow ends here", .local, P.flow(from: ipv6(0xfd01, 2), to: ipv6(0xfd01, 1))),
    Situation("loopback", .local, P.flow(from: ipv4(127, 0, 0, 1), to: ipv4(127, 0, 0, 53))),
    Situation("redirected to this machine", .local, P.flow { $0.translateDestination(to: own) }),
    Situation("link-local IPv6", .local, P.flow(.udp, from: ipv6(0xfe80, 2), to: ipv6(0xfe80, 3))),
    Situation("multicast of the link", .local, P.flow(.udp, to: ipv4(224, 0, 0, 251))),
    Situation("it ends here, and no rule would offload it", .local, P.flow(to: own)) {
      $0.ruleset = .forward([PaperRule("accept", PaperRule.accept)])
    },
    Situation("it ends here, and a helper follows it", .local, helped(to: own)),
    Situation("a block of addresses on the loopback device", .local, P.flow(to: ipv4(10, 8, 0, 9)))
    {
      $0.addresses.append(LocalAddress(address: ipv4(10, 8, 0, 1), prefixLength: 24, link: 1))
      $0.flowtables = []
      $0.routes = nil
    },
    Situation("too many routes to read", .noFlowtable, P.flow()) {
      $0.flowtables = []
      $0.routes = nil
    },
    Situation("multicast", .local, .likely, P.flow(.udp, to: ipv4(239, 1, 1, 1))),
    Situation("an address of ours, without routes", .local, P.flow(to: own)) { $0.routes = nil },
    Situation("the same with moved rules", .local, .likely, P.flow(to: own)) {
      $0.routes = nil
      $0.routingRules.insert(RoutingRule(family: .ipv4, priority: 0, action: .table(100)), at: 0)
    },
    Situation(
      "masqueraded is not local", .waiting, P.flow { $0.translateSource(to: ipv4(10, 0, 2, 1)) },
      P.watched(10)),
    Situation(
      "an address on a device that is down", .waiting, .likely, P.flow(to: ipv4(10, 9, 9, 9)),
      P.watched(10)
    ) {
      let dummy = $0.add("dummy0")
      $0.links[Int(dummy) - 1].isUp = false
      $0.addresses.append(LocalAddress(address: ipv4(10, 9, 9, 9), prefixLength: 32, link: dummy))
      $0.kernel = "7.3.4"
    },
    Situation("a proxy takes marked packets", .local, .unknown, P.flow()) { tproxy(&$0) },
  ]

  static let devices: [Situation] = [
    Situation("7.2: the output device is missing", .outputDevice, P.flow(), P.watched(10)) {
      $0.kernel = "7.2.13"
      $0.list("lan0")
    },
    Situation("7.2: the input device is missing", .inputDevice, P.flow()) {
      $0.kernel = "7.2.13"
      $0.list("wan0")
    },
    Situation("7.0 was not read", .outputDevice, .likely, P.flow()) {
      $0.kernel = "7.0.1"
      $0.list("lan0")
    },
    Situation("6.12 offloads it all the same", .waiting, P.flow(), P.watched(10)) {
      $0.list("lan0")
    },
    Situation("6.12: half", .halfOffloaded, P.offloaded()) { $0.list("lan0") },
    Situation("6.12: the other half", .halfOffloaded, P.offloaded(.udp)) { $0.list("wan0") },
    Situation("6.12: neither", .halfOffloaded, P.offloaded()) { $0.list("lo") },
    Situation("7.0: perhaps half", .halfOffloaded, .likely, P.offloaded()) {
      $0.kernel = "7.0"
      $0.list("lan0")
    },
    Situation("tc may have offloaded it", .halfOffloaded, .likely, P.offloaded()) {
      $0.modules["act_ct"] = .loaded
      $0.list("lan0")
    },
    Situation("7.3: a VLAN's own name does not do", .inputDevice, P.flow()) {
      $0.kernel = "7.3.4"
      vlan(&$0)
      $0.list("lan0.10", "wan0")
    },
    Situation("7.3: the device below it does", .waiting, .likely, P.flow(), P.watched(10)) {
      $0.kernel = "7.3.4"
      vlan(&$0)
    },
    Situation(best: "6.12: either does", P.offloaded()) {
      vlan(&$0)
      $0.list("lan0.10", "wan0")
    },
    Situation(best: "6.12: or the one below", P.offloaded()) { vlan(&$0) },
    Situation("5.10 looks for the VLAN alone", .halfOffloaded, P.offloaded()) {
      $0.kernel = "5.10.262"
      vlan(&$0)
    },
    Situation("7.3: a bridge's own name does not do", .inputDevice, P.flow()) {
      $0.kernel = "7.3.4"
      bridge(&$0)
      $0.list("br0", "wan0")
    },
    Situation(best: "6.12: a bridge's port does", P.offloaded()) { bridge(&$0) },
    Situation(best: "6.12: one port of two, and nobody knows which", P.offloaded()) {
      bridge(&$0)
      $0.add("lan1", master: 4)
    },
    Situation("6.12: the bridge saw it on the other port", .halfOffloaded, P.offloaded()) {
      bridge(&$0)
      let port = $0.add("lan1", master: 4)
      $0.neighbors = [
        Neighbor(link: 4, address: P.host, hardwareAddress: [2, 0, 0, 0, 0, 2]),
        Neighbor(link: port, address: nil, hardwareAddress: [2, 0, 0, 0, 0, 2], master: 4),
      ]
    },
    Situation("6.12: the port of a bond does not do", .halfOffloaded, P.offloaded()) {
      let bond = $0.add("bond0", kind: "bond")
      $0.links[2].master = bond
      $0.move(from: Router.wan, to: bond)
    },
    Situation(best: "PPP by its own name", P.offloaded()) {
      $0.move(from: Router.wan, to: $0.add("ppp0", kind: "ppp", type: 512))
      $0.list("lan0", "ppp0")
    },
    Situation(best: "what is below PPP is not told", P.offloaded()) {
      $0.move(from: Router.wan, to: $0.add("ppp0", kind: "ppp", type: 512))
    },
    Situation(best: "names that begin so", P.offloaded()) {
      $0.kernel = "6.18.32"
      $0.list("lan*", "wan*")
    },
    Situation("7.3: what leaves through IPsec needs no device", .outputDevice, .likely, P.flow()) {
      $0.kernel = "7.3.4"
      $0.list("lan0")
      $0.ipsecPolicies = [ipsec(.out, to: P.server)]
    },
    Situation("no way back", .inputDevice, .likely, P.flow(from: ipv4(10, 7, 7, 7))) {
      $0.route(ipv4(10, 7, 7, 0), 24, by: 0, kind: .blackhole)
    },
  ]

  static let ways: [Situation] = [
    Situation("IPv6", .waiting, P.flow(from: ipv6(0xfd01, 2), to: ipv6(0x2001, 80)), P.watched(10)),
    Situation(
      "IPsec in one direction, the other offloads", .waiting, .likely, P.flow(), P.watched(10)
    ) {
      $0.ipsecPolicies = [ipsec(.forward, from: P.server)]
    },
    Situation("only decrypted packets reach the rule", .ipsec, .likely, P.flow()) {
      $0.ruleset = .forward([
        PaperRule("iifname wan0 flow add @f", PaperRule.input("wan0"), PaperRule.offload)
      ])
      $0.ipsecPolicies = [ipsec(.forward, from: P.server)]
    },
    Situation("the way out that a mark chooses", .halfOffloaded, P.offloaded()) {
      marked(&$0, port: 443)
    },
    Situation(best: "the way out that no mark changes", P.offloaded()) { marked(&$0, port: 80) },
    Situation(best: "a mark that iptables may set", P.offloaded()) {
      marked(&$0, port: 443)
      $0.modules["ip_tables"] = .loaded
    },
    Situation(best: "two ways out, one of them listed", P.offloaded()) { multipath(&$0) },
    Situation("two ways out, and the rule wants one", .unknown, .unknown, P.flow()) {
      multipath(&$0)
      $0.ruleset = .forward([
        PaperRule("oifname wan1 flow add @f", PaperRule.output("wan1"), PaperRule.offload)
      ])
    },
    Situation("asymmetric at need: no certain no", .noRule, .likely, P.flow()) {
      let other = $0.add("wan1")
      $0.route(ipv4(0, 0, 0, 0), 0, by: other, metric: 100)
      $0.ruleset = .forward([
        PaperRule("iifname wan1 flow add @f", PaperRule.input("wan1"), PaperRule.offload)
      ])
    },
    Situation("7.3: a VRF's ports are what counts", .waiting, .likely, P.flow(), P.watched(10)) {
      $0.kernel = "7.3.4"
      vrf(&$0)
    },
    Situation("7.3: the VRF itself does not do", .inputDevice, P.flow()) {
      $0.kernel = "7.3.4"
      vrf(&$0)
      $0.list("vrf1")
    },
    Situation("both ends on one bridge", .noRule, .likely, P.flow(to: ipv4(10, 0, 1, 3))) {
      bridge(&$0)
      $0.sysctls["net.bridge.bridge-nf-call-iptables"] = "1"
    },
    Situation(
      "a hairpin through NAT is routed", .waiting,
      P.flow(to: ipv4(10, 0, 1, 3)) { $0.translateSource(to: own) }, P.watched(10)
    ) {
      bridge(&$0)
      $0.sysctls["net.bridge.bridge-nf-call-iptables"] = "1"
    },
  ]

  static let all = local + devices + ways

  static func helped(to destination: Address) -> Flow {
    P.flow(to: destination) { $0.extras = FlowExtras(helper: "ftp") }
  }

  static func vlan(_ router: inout Router) {
    router.move(from: Router.lan, to: router.add("lan0.10", kind: "vlan", lower: Router.lan))
  }

  static func bridge(_ router: inout Router) {
    let bridge = router.add("br0", kind: "bridge")
    router.links[1].master = bridge
    router.move(from: Router.lan, to: bridge)
  }

  static func multipath(_ router: inout Router) {
    let other = router.add("wan1")
    router.routes = router.routes?.map { route in
      guard route.prefixLength == 0, route.family == .ipv4 else { return route }
      var route = route
      route.hops.append(.init(link: other, gateway: ipv4(10, 0, 3, 254)))
      return route
    }
  }

  static func vrf(_ router: inout Router) {
    let vrf = router.add("vrf1", kind: "vrf")
    router.links[Int(vrf) - 1].vrfTable = 77
    router.links[1].master = vrf
    router.links[2].master = vrf
    router.routes = router.routes?.map { route in
      var route = route
      route.table = 77
      return route
    }
    for family in [Family.ipv4, .ipv6] {
      var rule = RoutingRule(family: family, priority: 1000, action: .table(0))
      rule.isL3Master = true
      router.routingRules.append(rule)
    }
  }

  /// Packets from lan0 to a port are marked, and so go out by wan1.
  static func marked(_ router: inout Router, port: UInt16) {
    let other = router.add("wan1")
    router.route(ipv4(0, 0, 0, 0), 0, by: other, table: 100)
    var rule = RoutingRule(family: .ipv4, priority: 100, action: .table(100))
    rule.mark = .init(value: 5)
    router.routingRules.append(rule)
    let mark = PaperRule(
      "iifname lan0 tcp dport \(port) meta mark set 5", PaperRule.input("lan0"),
      PaperRule.port(.tcp, to: port), [.immediate([5, 0, 0, 0], into: .init(offset: 0))],
      [.metaSet(.mark, from: .init(offset: 0))])
    prepend(mark, to: &router)
  }

  static func tproxy(_ router: inout Router) {
    var rule = RoutingRule(family: .ipv4, priority: 100, action: .table(100))
    rule.mark = .init(value: 1)
    router.routingRules.append(rule)
    router.route(ipv4(0, 0, 0, 0), 0, by: 1, table: 100, kind: .local)
    router.ruleset = .forward([
      PaperRule("limit flow add @f", PaperRule.limit, PaperRule.offload)
    ])
    let register = Ruleset.Register(offset: 0)
    let mark = PaperRule(
      "limit meta mark set 1", PaperRule.limit, [.immediate([1, 0, 0, 0], into: register)],
      [.metaSet(.mark, from: register)])
    prepend(mark, to: &router)
  }

  /// Puts a rule into a chain of the prerouting hook.
  static func prepend(_ rule: PaperRule, to router: inout Router) {
    router.ruleset?.chains.append(
      .init(
        table: Ruleset.filter, name: "pre", hook: .init(number: 0, priority: -150), type: "filter"))
    router.ruleset?.rules.append(
      .init(
        table: Ruleset.filter, chain: "pre", handle: 90, expressions: rule.expressions,
        text: rule.text))
  }

  static func ipsec(
    _ direction: IPsecPolicy.Direction, from source: Address? = nil, to destination: Address? = nil
  ) -> IPsecPolicy {
    func prefix(_ address: Address?) -> AddressPrefix {
      address.map { AddressPrefix($0, length: 32) }
        ?? AddressPrefix(ipv4(0, 0, 0, 0), length: 0)
    }
    return IPsecPolicy(
      family: .ipv4, direction: direction, source: prefix(source), destination: prefix(destination))
  }
}

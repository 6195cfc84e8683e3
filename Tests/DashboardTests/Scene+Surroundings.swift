import FlowModel

/// What stands around the flows: HTTPS is offloaded, the rest is let through.
extension Scene {
  static let machine: Machine = {
    var machine = Machine(
      hostname: "gw1", namespace: "rtr", kernel: "6.1.0",
      sysctls: [
        "net.netfilter.nf_conntrack_acct": "1", "net.netfilter.nf_conntrack_tcp_loose": "1",
        "net.ipv4.ip_forward": "1", "net.ipv6.conf.all.forwarding": "1",
        "net.netfilter.nf_flowtable_tcp_timeout": "30",
        "net.netfilter.nf_flowtable_udp_timeout": "30",
      ])
    for module in ["act_ct", "ip_tables"] { machine.modules[module] = .missing }
    for module in ["nf_conntrack", "nf_tables", "nf_flow_table", "nft_flow_offload"] {
      machine.modules[module] = .loaded
    }
    return machine
  }()

  static let flowtables = [
    Flowtable(
      family: "inet", table: "filter", name: "f", handle: 7, priority: 0,
      devices: ["lan0", "lan1", "wan0"], flags: [.offload, .counter], use: 1)
  ]

  static let links = [
    Link(index: 2, name: "lan0", isUp: true, isRunning: true),
    Link(index: 3, name: "wan0", isUp: true, isRunning: true),
    Link(index: 4, name: "lan1", isUp: false, isRunning: false),
  ]

  /// `lan0` offloads, `wan0` could.
  static let features = [
    DeviceFeatures(link: 2, name: "lan0", hardwareOffload: true, canOffload: true),
    DeviceFeatures(link: 3, name: "wan0", hardwareOffload: false, canOffload: true),
  ]

  static let v6network = Address(high: 0x2001_0db8_0001_0000, low: 0)

  static let addresses = [
    LocalAddress(address: ipv4(192, 168, 1, 1), prefixLength: 24, link: 2),
    LocalAddress(address: ipv4(198, 51, 100, 2), prefixLength: 24, link: 3),
  ]

  static let routes: [Route] = {
    let gateway = Address(high: 0xfe80_0000_0000_0000, low: 1)
    let lan = [Route.Hop(link: 2)]
    let wan = [Route.Hop(link: 3, gateway: ipv4(198, 51, 100, 1))]
    return [
      Route(family: .ipv4, destination: ipv4(0, 0, 0, 0), prefixLength: 0, hops: wan),
      Route(family: .ipv4, destination: ipv4(192, 168, 1, 0), prefixLength: 24, hops: lan),
      Route(
        family: .ipv4, destination: ipv4(198, 51, 100, 0), prefixLength: 24,
        hops: [Route.Hop(link: 3)]),
      Route(
        family: .ipv4, destination: ipv4(192, 168, 1, 1), prefixLength: 32, table: 255,
        kind: .local, hops: lan),
      Route(
        family: .ipv4, destination: ipv4(198, 51, 100, 2), prefixLength: 32, table: 255,
        kind: .local, hops: [Route.Hop(link: 3)]),
      Route(family: .ipv6, destination: v6network, prefixLength: 64, hops: lan),
      Route(
        family: .ipv6, destination: Address(high: 0, low: 0), prefixLength: 0,
        hops: [Route.Hop(link: 3, gateway: gateway)]),
    ]
  }()

  static let routingRules = [Family.ipv4, .ipv6].flatMap { family in
    [
      RoutingRule(family: family, priority: 0, action: .table(255)),
      RoutingRule(family: family, priority: 32_766, action: .table(254)),
      RoutingRule(family: family, priority: 32_767, action: .table(253)),
    ]
  }

  /// The ruleset as nft(8) makes it of this.
  ///
  ///     chain forward {
  ///       type filter hook forward priority filter; policy drop;
  ///       ct state invalid drop
  ///       meta l4proto { tcp, udp } th dport 443 flow add @f
  ///       ct state established,related accept
  ///       iifname "lan0" accept
  ///     }
  static let ruleset: Ruleset = {
    let table = Ruleset.TableName(.inet, "filter")
    let register = Ruleset.Register(offset: 0)
    func state(_ bits: UInt8) -> [Ruleset.Expression] {
      [
        .ct(.state, direction: nil, into: register),
        .mask(register, into: register, mask: [bits, 0, 0, 0], xor: [0, 0, 0, 0]),
        .compare(.notEqual, register, [0, 0, 0, 0]),
      ]
    }
    func rule(_ handle: UInt64, _ text: String, _ expressions: [Ruleset.Expression])
      -> Ruleset.Rule
    {
      Ruleset.Rule(
        table: table, chain: "forward", handle: handle, expressions: expressions, text: text)
    }
    let name = Array("lan0".utf8) + Array(repeating: 0, count: 12)
    let https: [Ruleset.Expression] = [
      .meta(.l4, into: register),
      .lookup(set: "__set0", register, into: nil, toVerdict: false, inverted: false),
      .payload(base: .transport, offset: 2, length: 2, into: register),
      .compare(.equal, register, [1, 187]), .flowOffload("f"),
    ]
    return Ruleset(
      generation: 12, tables: [Ruleset.Table(table, handle: 1)],
      chains: [
        Ruleset.Chain(
          table: table, name: "forward",
          hook: Ruleset.Chain.Hook(number: Ruleset.Chain.Hook.forward, priority: 0),
          type: "filter", policyIsDrop: true, handle: 2)
      ],
      rules: [
        rule(3, "ct state invalid drop", state(1) + [.verdict(.drop)]),
        rule(5, "meta l4proto { tcp, udp } th dport 443 flow add @f", https),
        rule(6, "ct state established,related accept", state(6) + [.verdict(.accept)]),
        rule(
          8, "iifname \"lan0\" accept",
          [
            .meta(.inputName, into: register), .compare(.equal, register, name),
            .verdict(.accept),
          ]),
      ],
      sets: [
        Ruleset.SetDefinition(
          table: table, name: "__set0", flags: [.anonymous, .constant], keyLength: 1,
          elements: [Ruleset.Element(key: [6]), Ruleset.Element(key: [17])])
      ])
  }()
}

import FlowModel

@testable import Diagnosis

/// A healthy router on paper: two networks, a flowtable, and the rule that offloads.
///
///     lan0 10.0.0.1/24 [router] wan0 198.51.100.1/24, default route
enum PaperRouter {
  static let table = Ruleset.TableName(.inet, "filter")

  static var healthy: Snapshot {
    var snapshot = Snapshot(number: 1, time: 1, wallTime: 1)
    snapshot.links = [
      link(1, "lo", type: 772), link(2, "lan0"), link(3, "wan0"),
    ]
    snapshot.addresses = [
      LocalAddress(address: Address(ipv4: 0x7f00_0001), prefixLength: 8, link: 1),
      LocalAddress(address: Address(ipv4: 0x0a00_0001), prefixLength: 24, link: 2),
      LocalAddress(address: Address(ipv4: 0xc633_6401), prefixLength: 24, link: 3),
    ]
    snapshot.routes = [
      Route(
        family: .ipv4, destination: Address(ipv4: 0), prefixLength: 0,
        hops: [Route.Hop(link: 3, gateway: Address(ipv4: 0xc633_6402))]),
      Route(
        family: .ipv4, destination: Address(ipv4: 0x0a00_0000), prefixLength: 24,
        hops: [Route.Hop(link: 2)]),
    ]
    snapshot.flowtables = [
      Flowtable(
        family: "inet", table: "filter", name: "f", devices: ["lan0", "wan0"], flags: .counter,
        use: 1)
    ]
    snapshot.ruleset = Ruleset(
      generation: 1, tables: [Ruleset.Table(table)],
      chains: [
        Ruleset.Chain(
          table: table, name: "forward",
          hook: Ruleset.Chain.Hook(number: Ruleset.Chain.Hook.forward, priority: 0), type: "filter")
      ],
      rules: [offload(handle: 4)])
    snapshot.entries = 10
    snapshot.maxEntries = 1000
    snapshot.ipsecPolicies = []
    snapshot.qdiscs = [QueueingDiscipline(link: 2, kind: "fq_codel")]
    snapshot.machine = Machine(
      hostname: "gw1", kernel: "6.1.0-56-amd64",
      sysctls: [
        "net.ipv4.ip_forward": "1", "net.ipv6.conf.all.forwarding": "1",
        "net.netfilter.nf_conntrack_acct": "1", "net.netfilter.nf_flowtable_tcp_timeout": "30",
        "net.netfilter.nf_flowtable_udp_timeout": "30",
      ])
    for name in Machine.observedModules { snapshot.machine.modules[name] = .loaded }
    snapshot.machine.distribution = "debian"
    return snapshot
  }

  static func link(
    _ index: UInt32, _ name: String, kind: String? = nil, type: UInt16 = 1
  ) -> Link {
    var link = Link(index: index, name: name, isUp: true, isRunning: true, kind: kind)
    link.type = type
    link.mtu = 1500
    return link
  }

  /// `ct state established flow add @f`.
  static func offload(handle: UInt64, chain: String = "forward") -> Ruleset.Rule {
    Ruleset.Rule(
      table: table, chain: chain, handle: handle,
      expressions: established + [.flowOffload("f")],
      text: "ct state established flow add @f")
  }

  /// `ct state established`.
  static let established: [Ruleset.Expression] = [
    .ct(.state, direction: nil, into: Ruleset.Register(offset: 0)),
    .mask(
      Ruleset.Register(offset: 0), into: Ruleset.Register(offset: 0), mask: [2, 0, 0, 0],
      xor: [0, 0, 0, 0]),
    .compare(.notEqual, Ruleset.Register(offset: 0), [0, 0, 0, 0]),
  ]

  /// `iifname "NAME"`.
  static func input(_ name: String) -> [Ruleset.Expression] {
    let bytes = Array(name.utf8)
    return [
      .meta(.inputName, into: Ruleset.Register(offset: 0)),
      .compare(
        .equal, Ruleset.Register(offset: 0), bytes + [UInt8](repeating: 0, count: 16 - bytes.count)),
    ]
  }
}

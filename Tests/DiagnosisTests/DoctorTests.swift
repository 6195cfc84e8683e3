import FlowModel
import Testing

@testable import Diagnosis

/// A router with one thing broken: the doctor names that first, with the command that mends it.
@Suite struct DoctorTests {
  /// Something broken: what, the check that must come first, and a part of its first command.
  struct Ailment: Sendable, CustomTestStringConvertible {
    let id: String
    let outcome: Check.Outcome
    let command: String?
    let breaks: @Sendable (inout Snapshot) -> Void
    var testDescription: String { id }

    init(
      _ id: String, _ outcome: Check.Outcome, _ command: String?,
      _ breaks: @escaping @Sendable (inout Snapshot) -> Void
    ) {
      self.id = id
      self.outcome = outcome
      self.command = command
      self.breaks = breaks
    }
  }

  @Test func aHealthyRouterGivesOnlyPasses() {
    let checks = Doctor().examine(PaperRouter.healthy)
    #expect(checks.filter { $0.outcome != .pass } == [])
    #expect(checks.count > 10)
    #expect(checks.allSatisfy { $0.remedies.isEmpty })
    #expect(Set(checks.map(\.id)).count == checks.count)
  }

  static let ailments: [Ailment] = [
    Ailment("privileges", .fail, "sudo") {
      $0.flowtables = nil
      $0.flowtableProblem = "Listing flowtables needs the capability CAP_NET_ADMIN."
    },
    Ailment("conntrack", .fail, nil) { $0.machine.modules["nf_conntrack"] = .missing },
    Ailment("kernel-support", .fail, nil) {
      $0.flowtables = []
      $0.ruleset?.rules = []
      $0.machine.modules["nft_flow_offload"] = .missing
    },
    Ailment("kernel-support", .fail, "modprobe nf_tables") {
      $0.flowtables = nil
      $0.ruleset = nil
      $0.flowtableProblem = "This kernel has no flowtables (nf_tables is missing or too old)."
      $0.machine.modules["nf_tables"] = .available
    },
    Ailment("forwarding-ipv4", .fail, "sysctl -w net.ipv4.ip_forward=1") {
      $0.machine.sysctls["net.ipv4.ip_forward"] = "0"
    },
    Ailment("flowtable", .fail, "nft add flowtable inet filter f") {
      $0.flowtables = []
      $0.ruleset?.rules = []
    },
    Ailment("flowtable-devices", .fail, "devices = { lan0, wan0 }") {
      $0.flowtables?[0].devices = []
    },
    Ailment("flowtable-devices", .fail, "devices = { wan0 }") {
      $0.flowtables?[0].devices = ["lan0", "eth7"]
    },
    Ailment("flowtable-devices", .warn, nil) {
      $0.flowtables?[0].devices = ["lan0", "wan0", "eth7"]
    },
    Ailment("device-down", .fail, "ip link set lan0 up") { $0.links[1].isUp = false },
    Ailment("device-coverage", .fail, "devices = { wan0 }") {
      $0.flowtables?[0].devices = ["lan0"]
    },
    Ailment("device-coverage", .fail, "devices = { lan0 }") {
      $0.flowtables?[0].devices = ["wan0"]
    },
    Ailment("offload-rule", .fail, "insert rule inet filter forward meta l4proto") {
      $0.ruleset?.rules = []
    },
    Ailment("offload-rule", .fail, nil) {
      $0.ruleset = nil
      $0.flowtables?[0].use = 0
    },
    Ailment("table-dormant", .fail, "nft add table inet filter") {
      $0.ruleset?.tables[0].isDormant = true
    },
    Ailment("rule-hook", .fail, "insert rule inet filter forward jump other") {
      $0.ruleset?.chains.append(Ruleset.Chain(table: PaperRouter.table, name: "other"))
      $0.ruleset?.rules = [PaperRouter.offload(handle: 4, chain: "other")]
    },
    Ailment("rule-reach", .fail, "insert rule inet filter forward position 3") {
      $0.ruleset?.rules.insert(
        Ruleset.Rule(
          table: PaperRouter.table, chain: "forward", handle: 3, expressions: [.verdict(.accept)],
          text: "accept"), at: 0)
    },
    Ailment("rule-reach", .fail, "insert rule inet filter forward position 3") {
      $0.ruleset?.rules.insert(
        Ruleset.Rule(
          table: PaperRouter.table, chain: "forward", handle: 3,
          expressions: PaperRouter.established + [.verdict(.accept)],
          text: "ct state established accept"), at: 0)
    },
    Ailment("rule-device", .fail, "replace rule inet filter forward handle 4") {
      $0.ruleset?.rules[0].expressions.insert(contentsOf: PaperRouter.input("eth9"), at: 0)
    },
    Ailment("notrack", .fail, "nft delete rule inet filter pre handle 9") {
      $0.ruleset?.chains.append(
        Ruleset.Chain(
          table: PaperRouter.table, name: "pre",
          hook: Ruleset.Chain.Hook(number: Ruleset.Chain.Hook.prerouting, priority: -300),
          type: "filter"))
      $0.ruleset?.rules.append(
        Ruleset.Rule(
          table: PaperRouter.table, chain: "pre", handle: 9,
          expressions: [.statement(name: "notrack")]))
    },
    Ailment("conntrack-fill", .warn, "nf_conntrack_max=2000") { $0.entries = 801 },
    Ailment("conntrack-fill", .fail, "nf_conntrack_max=2000") { $0.entries = 950 },
    Ailment("accounting", .warn, "nf_conntrack_acct=1") {
      $0.machine.sysctls["net.netfilter.nf_conntrack_acct"] = "0"
    },
    Ailment("flowtable-counter", .warn, "counter;") { $0.flowtables?[0].flags = [] },
    Ailment("flowtable-timeout", .fail, "nf_flowtable_udp_timeout=30") {
      $0.machine.sysctls["net.netfilter.nf_flowtable_udp_timeout"] = "0"
    },
    Ailment("hardware-offload", .warn, "ethtool -K wan0 hw-tc-offload on") {
      $0.flowtables?[0].flags = [.offload, .counter]
      $0.features = [
        DeviceFeatures(link: 2, name: "lan0", hardwareOffload: true, canOffload: true),
        DeviceFeatures(link: 3, name: "wan0", hardwareOffload: false, canOffload: true),
      ]
    },
    Ailment("qdisc", .warn, "tc qdisc del dev wan0 root") {
      $0.flowtables?[0].flags = [.offload, .counter]
      $0.qdiscs.append(QueueingDiscipline(link: 3, kind: "cake"))
    },
    Ailment("ingress-redirect", .warn, "tc qdisc del dev wan0 ingress") {
      $0.links.append(PaperRouter.link(9, "ifb4wan0", kind: "ifb"))
      $0.qdiscs.append(QueueingDiscipline(link: 9, kind: "cake"))
      $0.qdiscs.append(QueueingDiscipline(link: 3, kind: "ingress", parent: 0xffff_fff1))
    },
    Ailment("bridge-netfilter", .warn, "bridge-nf-call-iptables=0") {
      $0.machine.sysctls["net.bridge.bridge-nf-call-iptables"] = "1"
      $0.links[1].master = 7
      $0.links.append(PaperRouter.link(7, "br0", kind: "bridge"))
      var other = PaperRouter.link(8, "lan1")
      other.master = 7
      $0.links.append(other)
    },
    Ailment("flowtable-ports", .fail, "devices = { lan0 }") {
      $0.machine.kernel = "7.3.4"
      $0.links[1].master = 7
      $0.links.append(PaperRouter.link(7, "br0", kind: "bridge"))
      $0.addresses[1].link = 7
      $0.flowtables?[0].devices = ["br0", "wan0"]
    },
    Ailment("ipsec", .warn, nil) {
      $0.ipsecPolicies = [
        IPsecPolicy(
          family: .ipv4, direction: .forward,
          source: AddressPrefix(Address(ipv4: 0), length: 0),
          destination: AddressPrefix(Address(ipv4: 0), length: 0))
      ]
    },
    Ailment("flowtable-overlap", .warn, "nft delete flowtable inet filter f") {
      $0.flowtables?.append(
        Flowtable(
          family: "inet", table: "other", name: "g", devices: ["lan0", "wan0"],
          flags: [.offload, .counter], use: 1))
      var rule = PaperRouter.offload(handle: 5)
      rule.table = Ruleset.TableName(.inet, "other")
      rule.expressions[3] = .flowOffload("g")
      $0.ruleset?.rules.append(rule)
      var chain = $0.ruleset?.chains[0]
      chain?.table = rule.table
      if let chain { $0.ruleset?.chains.append(chain) }
    },
    Ailment("mtu", .warn, "ip link set lan0 mtu 1500") { $0.links[1].mtu = 9000 },
  ]

  @Test(arguments: ailments)
  func whatIsBrokenIsNamedFirst(_ ailment: Ailment) throws {
    var snapshot = PaperRouter.healthy
    ailment.breaks(&snapshot)
    let checks = Doctor().examine(snapshot)
    let first = try #require(checks.first)
    #expect(first.id == ailment.id && first.outcome == ailment.outcome, "\(checks)")
    if let command = ailment.command {
      let commands = first.remedies.compactMap(\.command)
      #expect(commands.first?.contains(command) == true, "\(commands)")
    }
    // One thing broken is one complaint, but for the accounting that a counter needs.
    #expect(checks.filter { $0.outcome == .fail }.count <= 1, "\(checks)")
    for check in checks {
      #expect(!check.text.isEmpty && !check.text.contains("\n"))
      if check.outcome == .pass { #expect(check.remedies.isEmpty) }
    }
  }

  @Test func onOpenWrtTheFirewallIsConfiguredInItsFile() throws {
    var snapshot = PaperRouter.healthy
    snapshot.machine.distribution = "openwrt"
    snapshot.flowtables = []
    snapshot.ruleset?.rules = []
    let first = try #require(Doctor().examine(snapshot).first)
    #expect(first.id == "flowtable")
    #expect(
      first.remedies.first?.command == """
        uci set firewall.@defaults[0].flow_offloading='1'
        uci commit firewall
        /etc/init.d/firewall restart
        """)
    #expect(
      first.remedies.last?.command == "config defaults\n\toption flow_offloading '1'")
  }

  @Test func namesFromOutsideNeverGetIntoACommand() throws {
    for name in ["a b", "x;reboot", "$(id)", "'", "\"", "a`b`", "-rf", "..", "", "é"] {
      #expect(NftCommand.word(name) == nil)
      var snapshot = PaperRouter.healthy
      snapshot.links[1].name = name
      snapshot.flowtables?[0].devices = ["wan0"]
      for check in Doctor().examine(snapshot) {
        for command in check.remedies.compactMap(\.command) where !name.isEmpty {
          #expect(!command.contains("; reboot") && !command.contains("{ \(name)"), "\(command)")
        }
      }
    }
    #expect(NftCommand.word("eth0.10") == "eth0.10")
  }

  @Test func deviceBelowVLANsAndBridgesCount() {
    var snapshot = PaperRouter.healthy
    // lan0 is a port of br0, wan0 carries VLAN 7.
    snapshot.links[1].master = 7
    snapshot.links.append(PaperRouter.link(7, "br0", kind: "bridge"))
    var vlan = PaperRouter.link(8, "wan0.7", kind: "vlan")
    vlan.lower = 3
    snapshot.links.append(vlan)
    snapshot.addresses[1].link = 7
    snapshot.addresses[2].link = 8
    snapshot.routes?[0].hops[0].link = 8
    #expect(Doctor().examine(snapshot).allSatisfy { $0.outcome == .pass })
    // Of PPP nobody says what lies below.
    snapshot.links[4].kind = "ppp"
    snapshot.links[4].type = 512
    snapshot.links[4].lower = nil
    #expect(Doctor().examine(snapshot).allSatisfy { $0.outcome == .pass })
  }

  @Test func whatIsNotKnownIsNotComplainedOf() {
    var snapshot = Snapshot(number: 1, time: 1, wallTime: 1)
    snapshot.flowtables = PaperRouter.healthy.flowtables
    #expect(Doctor().examine(snapshot).allSatisfy { $0.outcome == .pass })
    snapshot.flowtables = nil
    #expect(Doctor().examine(snapshot).allSatisfy { $0.outcome == .pass })
  }

  @Test func offloadedFlowsProveThatTheRuleIsReached() {
    var snapshot = PaperRouter.healthy
    snapshot.ruleset?.rules.insert(
      Ruleset.Rule(
        table: PaperRouter.table, chain: "forward", handle: 3, expressions: [.verdict(.accept)]),
      at: 0)
    #expect(Doctor().examine(snapshot).contains { $0.outcome == .fail })
    let orig = Tuple(
      source: Address(ipv4: 0x0a00_0002), destination: Address(ipv4: 0xc633_6402),
      sourcePort: 1, destinationPort: 2, family: .ipv4, l4: .tcp)
    snapshot.flows = [Flow(orig: orig, reply: orig.inverted, id: 1, status: [.offload])]
    #expect(Doctor().examine(snapshot).allSatisfy { $0.outcome == .pass })
  }

  @Test func aDeviceThatKeepsFlowsSlowIsNamed() throws {
    var snapshot = PaperRouter.healthy
    snapshot.machine.kernel = "7.3.4"
    snapshot.links.append(PaperRouter.link(4, "guest0"))
    snapshot.addresses.append(
      LocalAddress(address: Address(ipv4: 0x0a01_0001), prefixLength: 24, link: 4))
    snapshot.routes?.append(
      Route(
        family: .ipv4, destination: Address(ipv4: 0x0a01_0000), prefixLength: 24,
        hops: [Route.Hop(link: 4)]))
    for family in [Family.ipv4, .ipv6] {
      snapshot.routingRules.append(RoutingRule(family: family, priority: 0, action: .table(255)))
      snapshot.routingRules.append(
        RoutingRule(family: family, priority: 32766, action: .table(254)))
    }
    // A network that nobody uses may be left out.
    #expect(Doctor().examine(snapshot).allSatisfy { $0.outcome == .pass })
    let orig = Tuple(
      source: Address(ipv4: 0x0a01_0002), destination: Address(ipv4: 0xc633_6402),
      sourcePort: 50_000, destinationPort: 443, family: .ipv4, l4: .tcp)
    var flow = Flow(
      orig: orig, reply: orig.inverted, id: 1, status: [.confirmed, .seenReply, .assured],
      state: ConnectionState(l4: .tcp, rawValue: 3), timeout: 431_999)
    flow.mark = 0
    snapshot.flows = [flow]
    let first = try #require(Doctor().examine(snapshot).first)
    #expect(first.id == "flow-devices" && first.outcome == .warn, "\(first)")
    #expect(first.text.contains("guest0"))
    #expect(first.remedies.first?.command?.contains("devices = { guest0 }") == true)
  }

  @Test func aFlowtableIsReviewed() throws {
    var snapshot = PaperRouter.healthy
    let healthy = FlowtableReview.review(try #require(snapshot.flowtables?.first), in: snapshot)
    #expect(healthy.findings.isEmpty && healthy.rules == 1)
    #expect(healthy.devices.map(\.state) == [.up, .up])
    snapshot.links[1].isUp = false
    snapshot.flowtables?[0].devices += ["gone0", "pp*"]
    snapshot.flowtables?[0].flags = []
    snapshot.ruleset?.rules = []
    let sick = FlowtableReview.review(try #require(snapshot.flowtables?.first), in: snapshot)
    #expect(sick.devices.map(\.state) == [.down, .up, .missing, .pattern])
    #expect(sick.rules == 0)
    #expect(
      Set(sick.findings.map(\.id)) == [
        "flowtable-devices", "device-down", "offload-rule", "flowtable-counter",
      ])
    #expect(sick.findings.first?.outcome == .fail)
  }
}

import FlowModel
import Glibc
import NetlinkWire
import Testing

@testable import Netfilter

/// Routes and what stands beside them, as ip(8), tc(8) and ethtool(8) tell them of the same namespace.
@Suite(.enabled(if: OwnNamespace.isPossible, OwnNamespace.condition))
struct RoutingTests {
  /// A namespace with routes, rules and neighbours of every kind, as far as this kernel has them.
  private static func run(_ body: @escaping (Snapshot) throws -> Void) throws {
    try OwnNamespace.run {
      try ToolOutput.run(
        """
        exec 2> /dev/null
        ip link set lo up
        ip link add lan0 type veth peer name lan1
        ip link add wan0 mtu 1400 type veth peer name wan1
        ip link set lan0 group 7
        for i in lan0 lan1 wan0 wan1; do ip link set $i up; done
        ip addr add 192.0.2.1/24 dev lan0
        ip addr add 198.51.100.1/24 dev wan0
        ip addr add 2001:db8:1::1/64 dev lan0 nodad
        ip addr add 2001:db8:2::1/64 dev wan0 nodad
        ip route add default via 198.51.100.2 metric 100
        ip route add 10.0.0.0/8 nexthop via 192.0.2.7 weight 3 nexthop via 198.51.100.7
        ip route add 10.1.0.0/16 via 198.51.100.9 src 198.51.100.1 table 4242
        ip route add 10.1.0.0/16 tos 0x10 via 192.0.2.9
        ip route add blackhole 10.2.0.0/16
        ip route add unreachable 10.3.0.0/16
        ip route add throw 10.4.0.0/16 table 4242
        ip route add 10.5.0.0/16 via inet6 fe80::1 dev lan0
        ip -6 route add default via 2001:db8:2::2 metric 50
        ip -6 route add 2001:db8:9::/48 from 2001:db8:1::/64 via 2001:db8:2::9
        ip -6 route add 2001:db8:a::/48 nexthop via 2001:db8:1::7 nexthop via 2001:db8:2::7
        ip -6 route add prohibit 2001:db8:b::/48
        ip nexthop add id 5 via 192.0.2.5 dev lan0
        ip route add 10.6.0.0/16 nhid 5
        ip rule add fwmark 0x10/0xf0 lookup 4242 priority 100
        ip rule add not from 10.0.0.0/8 to 203.0.113.0/24 iif lan0 lookup 4242 priority 101
        ip rule add ipproto tcp dport 80-90 sport 1024 goto 32766 priority 102
        ip rule add from all lookup main suppress_prefixlength 0 priority 103
        ip rule add uidrange 5-6 prohibit priority 104
        ip -6 rule add fwmark 7 tos 0x10 lookup 77 priority 105
        ip neighbour add 192.0.2.7 lladdr 02:00:00:00:00:07 dev lan0
        ip neighbour add 2001:db8:2::7 lladdr 02:00:00:00:00:17 dev wan0
        ip neighbour add 198.51.100.7 dev wan0 nud failed
        ip link add br0 type bridge vlan_filtering 1 || ip link add br0 type bridge
        ip link set lan1 master br0; ip link set br0 up
        bridge fdb add 02:00:00:00:00:99 dev lan1 master static
        ip link add link wan1 name wan1.7 type vlan id 7
        ip link add vrf0 type vrf table 10
        tc qdisc add dev lan0 clsact
        tc qdisc add dev wan0 root prio
        ip xfrm policy add src 10.7.0.0/16 dst 10.8.0.0/16 proto tcp dport 80 dir fwd priority 5 tmpl src 1.1.1.1 dst 2.2.2.2 proto esp mode tunnel
        ip xfrm policy add src 2001:db8:1::/64 dst 2001:db8:2::/64 dir out action block
        exit 0
        """)
      try body(try KernelSource().poll())
    }
  }

  /// A route in few words, to compare.
  private static func words(_ route: Route, _ names: [UInt32: String]) -> String {
    let isDefault = route.prefixLength == 0
    let full = route.family == .ipv4 ? 32 : 128
    let prefix = Int(route.prefixLength) == full ? "" : "/\(route.prefixLength)"
    let destination = isDefault ? "default" : route.destination.text + prefix
    let hops = route.hops.map {
      "\($0.gateway?.text ?? "-")@\(names[$0.link] ?? "-")*\($0.weight)"
    }
    let source = route.source.map { "\($0.address.text)/\($0.length)" } ?? "-"
    return "\(route.family) \(destination) from \(source) table \(route.table) kind"
      + " \(route.kind.rawValue) metric \(route.metric) tos \(route.tos)"
      + " \(hops.joined(separator: " ")) src \(route.preferredSource?.text ?? "-")"
      + (route.nexthopID.map { " nhid \($0)" } ?? "")
  }

  private static func words(_ object: [String: JSON], _ family: Family) -> String {
    func number(_ name: String, _ fallback: Int = 0) -> Int {
      object[name]?.number.map { Int($0) } ?? object[name]?.string.flatMap { Self.number($0) }
        ?? fallback
    }
    func hop(_ one: [String: JSON]) -> String {
      var gateway = one["gateway"]?.string ?? "-"
      if case .object(let via) = one["via"] { gateway = via["host"]?.string ?? "-" }
      let weight = one["weight"]?.number.map { Int($0) } ?? 1
      return "\(gateway)@\(one["dev"]?.string ?? "-")*\(weight)"
    }
    var hops: [String] = []
    if case .array(let several) = object["nexthops"] {
      for case .object(let one) in several { hops.append(hop(one)) }
    } else if object["dev"] != nil {
      hops = [hop(object)]
    }
    let tables = ["main": 254, "local": 255, "default": 253]
    let table = object["table"]?.string.map { tables[$0] ?? Int($0) ?? -1 } ?? number("table", 254)
    let kinds = [
      "unicast": 1, "local": 2, "broadcast": 3, "anycast": 4, "multicast": 5, "blackhole": 6,
      "unreachable": 7, "prohibit": 8, "throw": 9,
    ]
    let type = object["type"]?.string ?? "unicast"
    let kind = kinds[type] ?? Int(type) ?? -1
    return "\(family) \(object["dst"]?.string ?? "-") from \(object["from"]?.string ?? "-")"
      + " table \(table) kind \(kind) metric \(number("metric")) tos \(number("tos"))"
      + " \(hops.joined(separator: " ")) src \(object["prefsrc"]?.string ?? "-")"
      + (object["nhid"]?.number.map { " nhid \(Int($0))" } ?? "")
  }

  private static func number(_ text: String) -> Int? {
    text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
  }

  @Test func routesAreThoseOfIPRoute() throws {
    try Self.run { snapshot in
      let names = Dictionary(uniqueKeysWithValues: snapshot.links.map { ($0.index, $0.name) })
      let found = (snapshot.routes ?? []).map { Self.words($0, names) }.sorted()
      let told =
        try ToolOutput.objects("ip -N -4 -j -d route show table all").map { Self.words($0, .ipv4) }
        + ToolOutput.objects("ip -N -6 -j -d route show table all").map { Self.words($0, .ipv6) }
      #expect(found.count > 20)
      #expect(Set(found).symmetricDifference(told).sorted() == [])
      #expect(found.count == told.count)
      #expect(found.contains { $0.contains("10.0.0.0/8") && $0.contains("192.0.2.7@lan0*3") })
    }
  }

  @Test func rulesAreThoseOfIPRule() throws {
    try Self.run { snapshot in
      func rule(_ priority: UInt32) -> [RoutingRule] {
        snapshot.routingRules.filter { $0.priority == priority }
      }
      let told =
        try ToolOutput.objects("ip -N -4 -j rule").count
        + ToolOutput.objects("ip -N -6 -j rule").count
      #expect(snapshot.routingRules.count == told)
      var expected = RoutingRule(family: .ipv4, priority: 100, action: .table(4242))
      expected.mark = RoutingRule.MaskedMark(value: 0x10, mask: 0xf0)
      #expect(rule(100) == [expected])
      expected = RoutingRule(family: .ipv4, priority: 101, action: .table(4242))
      expected.isInverted = true
      expected.source = AddressPrefix(Address(ipv4: 0x0a00_0000), length: 8)
      expected.destination = AddressPrefix(Address(ipv4: 0xcb00_7100), length: 24)
      expected.inputDevice = "lan0"
      #expect(rule(101) == [expected])
      expected = RoutingRule(family: .ipv4, priority: 102, action: .goto(32766))
      expected.l4 = .tcp
      expected.sourcePorts = 1024...1024
      expected.destinationPorts = 80...90
      #expect(rule(102) == [expected])
      expected = RoutingRule(family: .ipv4, priority: 103, action: .table(254))
      expected.suppressedPrefixLength = 0
      #expect(rule(103) == [expected])
      expected = RoutingRule(family: .ipv4, priority: 104, action: .prohibit)
      expected.hasOtherCondition = true
      #expect(rule(104) == [expected])
      expected = RoutingRule(family: .ipv6, priority: 105, action: .table(77))
      expected.mark = RoutingRule.MaskedMark(value: 7)
      expected.tos = 0x10
      #expect(rule(105) == [expected])
      #expect(
        rule(32766) == [
          RoutingRule(family: .ipv4, priority: 32766, action: .table(254)),
          RoutingRule(family: .ipv6, priority: 32766, action: .table(254)),
        ])
    }
  }

  @Test func neighboursAreThoseOfIPNeighbour() throws {
    try Self.run { snapshot in
      let names = Dictionary(uniqueKeysWithValues: snapshot.links.map { ($0.index, $0.name) })
      let told = Set(
        try ToolOutput.objects("ip -j neighbour show nud all").map {
          "\($0["dst"]?.string ?? "") \($0["dev"]?.string ?? "") \($0["lladdr"]?.string ?? "")"
        })
      let found = Set(
        snapshot.neighbors.compactMap { neighbor in
          neighbor.address.map {
            "\($0.text) \(names[neighbor.link] ?? "") \(Self.text(neighbor.hardwareAddress))"
          }
        })
      #expect(found == told)
      let failed = try #require(
        snapshot.neighbors.first { $0.address == Address(ipv4: 0xc633_6407) })
      #expect(!failed.isValid && failed.hardwareAddress.isEmpty)
      let known = try #require(
        snapshot.neighbors.first { $0.address == Address(ipv4: 0xc000_0207) })
      #expect(known.isValid && known.hardwareAddress == [2, 0, 0, 0, 0, 7])
      guard snapshot.links.contains(where: { $0.kind == "bridge" }) else { return }
      let forwarding = Set(
        snapshot.neighbors.filter { $0.address == nil }.map {
          "\(Self.text($0.hardwareAddress)) \(names[$0.link] ?? "") \($0.vlan ?? 0)"
            + " \($0.master.flatMap { names[$0] } ?? "")"
        })
      let toldByBridge = Set(
        try ToolOutput.objects("bridge -j fdb show").map {
          "\($0["mac"]?.string ?? "") \($0["ifname"]?.string ?? "")"
            + " \(Int($0["vlan"]?.number ?? 0)) \($0["master"]?.string ?? "")"
        })
      #expect(forwarding == toldByBridge)
      #expect(
        forwarding.contains { $0.hasPrefix("02:00:00:00:00:99 lan1 ") && $0.hasSuffix(" br0") })
    }
  }

  private static func text(_ address: [UInt8]) -> String {
    address.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
  }

  @Test func devicesAreThoseOfIPLink() throws {
    try Self.run { snapshot in
      let told = try ToolOutput.objects("ip -d -j link")
      #expect(told.count == snapshot.links.count)
      for object in told {
        let name = object["ifname"]?.string ?? ""
        let link = try #require(snapshot.links.first { $0.name == name })
        #expect(link.mtu.map(Double.init) == object["mtu"]?.number)
        #expect(Self.text(link.hardwareAddress) == object["address"]?.string)
        let types = ["ether": 1, "loopback": 772] as [String: UInt16]
        #expect(link.type == types[object["link_type"]?.string ?? ""])
        let group = object["group"]?.string ?? "default"
        #expect(link.group == (group == "default" ? 0 : UInt32(group) ?? .max))
        guard case .object(let info) = object["linkinfo"] else { continue }
        #expect(link.kind == info["info_kind"]?.string)
        #expect(link.portKind == info["info_slave_kind"]?.string)
        guard case .object(let data) = info["info_data"] else { continue }
        if link.kind == "vlan" { #expect(link.vlan.map(Double.init) == data["id"]?.number) }
        if link.kind == "vrf" { #expect(link.vrfTable.map(Double.init) == data["table"]?.number) }
        if link.kind == "bridge" {
          #expect(link.filtersVLANs == (data["vlan_filtering"]?.number == 1))
        }
      }
    }
  }

  @Test func qdiscsAreThoseOfTC() throws {
    try Self.run { snapshot in
      let names = Dictionary(uniqueKeysWithValues: snapshot.links.map { ($0.index, $0.name) })
      let told = try ToolOutput.objects("tc -j qdisc show").map {
        "\($0["kind"]?.string ?? "") \($0["dev"]?.string ?? "") \($0["root"] != nil)"
      }
      let found = snapshot.qdiscs.map {
        "\($0.kind) \(names[$0.link] ?? "") \($0.parent == .max)"
      }
      #expect(found.sorted() == told.sorted())
    }
  }

  @Test func policiesAreThoseOfIPXfrm() throws {
    try Self.run { snapshot in
      let told = try ToolOutput.run("ip xfrm policy | grep -c '^src' || true")
      let policies = try #require(snapshot.ipsecPolicies)
      #expect(Int(told.prefix { $0.isNumber }) == policies.count)
      guard !policies.isEmpty else { return }
      let tunnel = try #require(policies.first { $0.direction == .forward })
      #expect(tunnel.source == AddressPrefix(Address(ipv4: 0x0a07_0000), length: 16))
      #expect(tunnel.destination == AddressPrefix(Address(ipv4: 0x0a08_0000), length: 16))
      #expect(tunnel.l4 == .tcp && tunnel.transforms && !tunnel.isBlock)
      #expect(tunnel.destinationPort == 80 && tunnel.destinationPortMask == .max)
      #expect(tunnel.sourcePort == 0 && tunnel.sourcePortMask == 0)
      let block = try #require(policies.first { $0.direction == .out })
      #expect(block.family == .ipv6 && block.isBlock && !block.transforms)
    }
  }

  @Test func featuresAreThoseOfEthtool() throws {
    try Self.run { snapshot in
      // A kernel without ethtool's netlink lists none.
      guard !snapshot.features.isEmpty else { return }
      #expect(Set(snapshot.features.map(\.link)) == Set(snapshot.links.map(\.index)))
      guard ToolOutput.isThere("ethtool") else { return }
      for features in snapshot.features {
        let told = try ToolOutput.run("ethtool -k \(features.name) | grep hw-tc-offload")
        #expect(features.hardwareOffload == told.contains(": on"))
        #expect(features.canOffload == !told.contains("[fixed]"))
      }
    }
  }

  @Test func aTableTooLongIsUnknownAndDoesNotHoldUpThePoll() throws {
    try OwnNamespace.run {
      try ToolOutput.run(
        "ip link set lo up; seq 0 50100 | awk '{ printf \"route add 10.%d.%d.%d/32 dev lo\\n\","
          + " int($1/65536), int($1/256)%256, $1%256 }' | ip -batch -")
      let source = try KernelSource()
      let snapshot = try source.poll()
      #expect(snapshot.routes == nil)
      #expect(!snapshot.routingRules.isEmpty && !snapshot.links.isEmpty)
      source.refresh()
      let second = try source.poll()
      #expect(second.routes == nil && second.number == 2)
    }
  }

  @Test func modulesAndDistributionAreRead() throws {
    let machine = MachineReader().read()
    let names = Set(
      try ToolOutput.run("cut -d' ' -f1 /proc/modules 2>/dev/null || true").split(
        separator: "\n"
      ).map(String.init))
    for name in Machine.observedModules where names.contains(name) {
      #expect(machine.modules[name] == .loaded)
    }
    #expect(Set(machine.modules.keys).isSubset(of: Machine.observedModules))
    let id = try ToolOutput.run(". /etc/os-release; printf %s \"$ID\"")
    #expect(machine.distribution == id)
  }
}

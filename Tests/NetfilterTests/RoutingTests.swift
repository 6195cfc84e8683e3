import FlowModel
import Glibc
import NetlinkWire
import Testing

@testable import Netfilter

/// Routes and what stands beside them, as ip(8), tc(8) and ethtool(8) tell them of the same namespace.
@Suite(.enabled(if: OwnNamespace.isPossible, OwnNamespace.condition))
struct RoutingTests {
  private static func run(_ body: @escaping (Snapshot) throws -> Void) throws {
    try RoutedNamespace.run { try body(try KernelSource().poll()) }
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
        try ToolOutput.objects("ip -j neighbour show nud all").filter {
          let address = $0["dst"]?.string ?? ""
          return !address.hasPrefix("ff") && !address.hasPrefix("224.")
        }.map {
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
        try ToolOutput.objects("bridge -j fdb show").filter {
          let address = $0["mac"]?.string ?? ""
          return !address.hasPrefix("33:33:") && !address.hasPrefix("01:00:5e:")
        }.map {
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

import FlowModel
import NetlinkWire
import Testing

/// Routes and what stands beside them, as two kernels told them of `routing.sh`.
@Suite struct RoutingListTests {
  private func items<Item: Dumpable>(_ type: Item.Type, _ file: String) throws -> [Item] {
    var dump = Dump<Item>(expecting: nil)
    let bytes = try Fixture.bytes(file)
    _ = try dump.consume(bytes.span.bytes)
    #expect(dump.malformedExample == nil)
    return dump.items
  }

  private func index(_ name: String, _ folder: String) throws -> UInt32 {
    try #require(try items(Link.self, "\(folder)/links.bin").first { $0.name == name }).index
  }

  @Test(arguments: Fixture.routingFolders)
  func routesAreRead(_ folder: String) throws {
    let routes = try items(Route.self, "\(folder)/routes.bin")
    let lan0 = try index("lan0", folder)
    let wan0 = try index("wan0", folder)
    func route(_ ipv4: UInt32, _ length: UInt8, table: UInt32 = 254) throws -> Route {
      try #require(
        routes.first {
          $0.destination == Address(ipv4: ipv4) && $0.prefixLength == length && $0.table == table
        })
    }
    let first = try route(0, 0)
    #expect(first.metric == 100 && first.kind == .unicast && first.family == .ipv4)
    #expect(first.hops == [Route.Hop(link: wan0, gateway: Address(ipv4: 0xc633_6402))])
    #expect(
      try route(0x0a00_0000, 8).hops == [
        Route.Hop(link: lan0, gateway: Address(ipv4: 0xc000_0207), weight: 3),
        Route.Hop(link: wan0, gateway: Address(ipv4: 0xc633_6407)),
      ])
    let other = try route(0x0a01_0000, 16, table: 4242)
    #expect(other.preferredSource == Address(ipv4: 0xc633_6401))
    let hole = try route(0x0a02_0000, 16)
    #expect(hole.kind == .blackhole && hole.hops.isEmpty && !hole.isDead)
    let via = try route(0x0a05_0000, 16)
    #expect(
      via.hops == [Route.Hop(link: lan0, gateway: Address(high: 0xfe80_0000_0000_0000, low: 1))])
    // Without nexthop_compat_mode the kernel does not say where a nexthop object leads.
    let object = try route(0x0a06_0000, 16)
    #expect(object.nexthopID == 5 && object.hops.isEmpty)
    let fromSomewhere = try #require(routes.first { $0.source != nil })
    #expect(
      fromSomewhere.source
        == AddressPrefix(Address(high: 0x2001_0db8_0001_0000, low: 0), length: 64))
    let several = try #require(
      routes.first { $0.destination == Address(high: 0x2001_0db8_000a_0000, low: 0) })
    #expect(Set(several.hops.map(\.link)) == [lan0, wan0])
    #expect(routes.contains { $0.table == 255 && $0.kind == .local && $0.family == .ipv6 })
  }

  @Test(arguments: Fixture.routingFolders)
  func rulesAreRead(_ folder: String) throws {
    let rules = try items(RoutingRule.self, "\(folder)/rules.bin")
    func rule(_ priority: UInt32) throws -> RoutingRule {
      try #require(rules.first { $0.priority == priority && $0.family == .ipv4 })
    }
    #expect(try rule(0).action == .table(255))
    #expect(try rule(100).mark == RoutingRule.MaskedMark(value: 0x10, mask: 0xf0))
    #expect(try rule(101).isInverted && rule(101).inputDevice == "lan0")
    #expect(try rule(102).action == .goto(32766) && rule(102).destinationPorts == 80...90)
    #expect(try rule(103).suppressedPrefixLength == 0)
    #expect(try rule(104).hasOtherCondition && rule(104).action == .prohibit)
    for priority in [100, 101, 102, 103] as [UInt32] {
      #expect(try !rule(priority).hasOtherCondition)
    }
  }

  @Test func aRuleForVRFsIsRead() throws {
    let rules = try items(RoutingRule.self, "6.1-routing/rules.bin")
    #expect(rules.contains { $0.priority == 1000 && $0.isL3Master && $0.action == .table(0) })
  }

  @Test(arguments: Fixture.routingFolders)
  func neighboursAreRead(_ folder: String) throws {
    let neighbors = try items(Neighbor.self, "\(folder)/neighbors.bin")
    let known = try #require(neighbors.first { $0.address == Address(ipv4: 0xc000_0207) })
    #expect(known.isValid && known.hardwareAddress == [2, 0, 0, 0, 0, 7])
    #expect(try known.link == index("lan0", folder))
    let failed = try #require(neighbors.first { $0.address == Address(ipv4: 0xc633_6407) })
    #expect(!failed.isValid)
    let forwarding = try items(Neighbor.self, "\(folder)/forwarding.bin")
    #expect(forwarding.allSatisfy { $0.address == nil })
    let added = try #require(
      forwarding.first {
        $0.hardwareAddress == [2, 0, 0, 0, 0, 0x99]
          // The later kernel was built without VLANs in bridges.
          && $0.vlan == (folder == "6.1-routing" ? 1 : nil)
      })
    #expect(try added.link == index("lan1", folder) && added.master == index("br0", folder))
  }

  @Test func kindsOfDevicesAreRead() throws {
    let links = try items(Link.self, "6.1-routing/links.bin")
    func link(_ name: String) throws -> Link { try #require(links.first { $0.name == name }) }
    #expect(try link("wan1.7").vlan == 7 && link("wan1.7").kind == "vlan")
    #expect(try link("vrf0").vrfTable == 10)
    #expect(try link("br0").filtersVLANs && link("lan1").portKind == "bridge")
    #expect(try link("lan0").group == 7 && link("lan0").mtu == 1500 && link("wan0").mtu == 1400)
    #expect(try link("lo").type == 772 && link("lan0").type == 1)
    #expect(try link("lan0").hardwareAddress.count == 6)
    #expect(try link("lan0").vlan == nil && link("lan0").vrfTable == nil)
  }

  @Test func qdiscsAreRead() throws {
    let qdiscs = try items(QueueingDiscipline.self, "6.1-routing/qdiscs.bin")
    let lan0 = try index("lan0", "6.1-routing")
    let wan0 = try index("wan0", "6.1-routing")
    #expect(
      qdiscs.contains(
        QueueingDiscipline(
          link: lan0, kind: "clsact", handle: 0xffff_0000, parent: 0xffff_fff1)))
    #expect(qdiscs.contains { $0.link == wan0 && $0.kind == "fq_codel" && $0.parent == .max })
  }

  @Test(arguments: Fixture.routingFolders)
  func policiesAreRead(_ folder: String) throws {
    let policies = try items(IPsecPolicy.self, "\(folder)/policies.bin")
    #expect(policies.count == 2)
    let tunnel = try #require(policies.first { $0.family == .ipv4 })
    #expect(tunnel.direction == .forward && tunnel.transforms && !tunnel.isBlock)
    #expect(tunnel.source == AddressPrefix(Address(ipv4: 0x0a07_0000), length: 16))
    #expect(tunnel.l4 == .tcp && tunnel.destinationPort == 80 && tunnel.interfaceID == nil)
    let block = try #require(policies.first { $0.family == .ipv6 })
    #expect(block.isBlock && !block.transforms && block.direction == .out)
  }

  @Test(arguments: Fixture.routingFolders)
  func featuresAreRead(_ folder: String) throws {
    let family = try #require(try items(GenericFamily.self, "\(folder)/ethtool.bin").first)
    #expect(family.name == "ethtool" && family.id >= 16)
    let names = try #require(try items(FeatureNames.self, "\(folder)/names.bin").first)
    // NETIF_F_HW_TC_BIT moves from kernel to kernel.
    #expect((names.hardwareOffload ?? 0) > 16)
    let bits = try items(FeatureBits.self, "\(folder)/features.bin")
    let links = try items(Link.self, "\(folder)/links.bin")
    #expect(bits.map(\.name).sorted() == links.map(\.name).sorted())
    for features in bits.compactMap({ $0.features(names) }) {
      // None of these devices has hardware to offload to.
      #expect(!features.hardwareOffload && !features.canOffload)
    }
    // What every Ethernet device can: tx-checksumming or the like stands in the same bits.
    let lan0 = try #require(bits.first { $0.name == "lan0" })
    #expect(lan0.active.contains { $0 != 0 } && lan0.changeable.contains { $0 != 0 })
  }
}

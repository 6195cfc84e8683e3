import FlowModel
import NetlinkWire
import Testing

/// Flowtables, links, addresses and the table's fill, as two kernels told them.
@Suite struct ListTests {
  private func items<Item: Dumpable>(_ type: Item.Type, _ file: String) throws -> [Item] {
    var dump = Dump<Item>(expecting: nil)
    let bytes = try Fixture.bytes(file)
    _ = try dump.consume(bytes.span.bytes)
    #expect(dump.malformedExample == nil)
    return dump.items
  }

  @Test func flowtablesAreRead() throws {
    let found = try items(Flowtable.self, "6.1-lanes/flowtables.bin")
    #expect(found.count == 2)
    let hardware = try #require(found.first { $0.name == "f" })
    #expect(hardware.family == "inet" && hardware.table == "filter")
    #expect(hardware.flags == [.offload, .counter])
    #expect(Set(hardware.devices) == ["hwlan0", "hwwan0"])
    #expect(hardware.hook == 0 && hardware.priority == 0)
    #expect(hardware.use == 1 && hardware.handle != nil)
    let software = try #require(found.first { $0.name == "g" })
    #expect(software.flags == .counter && software.use == 2)
  }

  @Test func aKernelWithNoFlowtablesDefinedListsNone() throws {
    #expect(try items(Flowtable.self, "6.1-namespace/flowtables.bin").isEmpty)
  }

  @Test func linksAreRead() throws {
    let found = try items(Link.self, "6.1-namespace/links.bin")
    func link(_ name: String) throws -> Link { try #require(found.first { $0.name == name }) }
    #expect(try link("lo").isUp)
    #expect(try link("lo").kind == nil)
    #expect(try link("lan0").kind == "veth")
    #expect(try link("lan0").isUp && link("lan0").isRunning)
    #expect(try link("br0").kind == "bridge")
    #expect(try link("lan0").master == link("br0").index)
    #expect(try link("lan1.7").kind == "vlan")
    #expect(try link("lan1.7").lower == link("lan1").index)
    #expect(try !link("lan1.7").isUp)
  }

  @Test func theDeviceBelowIsUnknownWhenItIsInAnotherNamespace() throws {
    let found = try items(Link.self, "6.1-lanes/links.bin")
    #expect(try #require(found.first { $0.name == "hwlan0" }).lower == nil)
  }

  @Test(arguments: ["6.1-namespace", "6.18-namespace"])
  func addressesAreRead(_ folder: String) throws {
    let found = try items(LocalAddress.self, "\(folder)/addresses.bin")
    let links = try items(Link.self, "\(folder)/links.bin")
    let lan0 = try #require(links.first { $0.name == "lan0" }).index
    let lan1 = try #require(links.first { $0.name == "lan1" }).index
    #expect(
      found.contains(
        LocalAddress(address: Address(ipv4: 0xc000_0201), prefixLength: 24, link: lan0)))
    #expect(
      found.contains(
        LocalAddress(
          address: Address(high: 0x2001_0db8_0000_0000, low: 1), prefixLength: 64, link: lan0)))
    // 10.9.9.1 peer 10.9.9.2: ours, not the peer's.
    #expect(
      found.contains(
        LocalAddress(address: Address(ipv4: 0x0a09_0901), prefixLength: 32, link: lan1)))
  }

  @Test func theFillOfTheTableIsRead() throws {
    let found = try items(TableStatistics.self, "6.1-namespace/statistics.bin")
    #expect(found.count == 1)
    #expect(found.first?.entries == 33)
    #expect((found.first?.maxEntries ?? 0) > 0)
  }
}

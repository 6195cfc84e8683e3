import FlowModel

/// The devices of a machine by index and name, and how they stand on each other.
struct LinkGraph: Sendable {
  private let byIndex: [UInt32: Link]
  private let ports: [UInt32: [Link]]
  /// The devices that carry an address of this machine while they are up.
  private let owners: [Address: [UInt32]]
  /// The blocks of addresses that lie on the link of each device.
  private let blocks: [UInt32: [AddressPrefix]]
  /// Where a bridge has seen a hardware address: by the bridge's index, then by address.
  private let forwarding: [UInt32: [[UInt8]: [UInt32]]]
  /// The hardware address of a neighbour, by device and address.
  private let neighbors: [UInt32: [Address: [UInt8]]]
  let hasVRF: Bool
  let hasBridge: Bool

  init(_ links: [Link], _ addresses: [LocalAddress], _ known: [Neighbor] = []) {
    byIndex = Dictionary(links.map { ($0.index, $0) }) { $1 }
    ports = Dictionary(grouping: links.filter { $0.master != nil }) { $0.master ?? 0 }
    var owners: [Address: [UInt32]] = [:]
    for address in addresses where byIndex[address.link]?.isUp ?? true {
      owners[address.address, default: []].append(address.link)
    }
    self.owners = owners
    blocks = Dictionary(grouping: addresses, by: \.link).mapValues { addresses in
      addresses.map { AddressPrefix($0.address, length: $0.prefixLength) }
    }
    var forwarding: [UInt32: [[UInt8]: [UInt32]]] = [:]
    var neighbors: [UInt32: [Address: [UInt8]]] = [:]
    for neighbor in known where !neighbor.hardwareAddress.isEmpty {
      if let address = neighbor.address {
        neighbors[neighbor.link, default: [:]][address] = neighbor.hardwareAddress
      } else if let bridge = neighbor.master {
        forwarding[bridge, default: [:]][neighbor.hardwareAddress, default: []]
          .append(neighbor.link)
      }
    }
    self.forwarding = forwarding
    self.neighbors = neighbors
    hasVRF = links.contains { $0.kind == "vrf" }
    hasBridge = links.contains { $0.kind == "bridge" }
  }

  subscript(index: UInt32) -> Link? { byIndex[index] }

  /// Whether an address is this machine's own: one that a device carries, or any of a block on the
  /// loopback device.
  func owns(_ address: Address) -> Bool {
    !owners(of: address).isEmpty || blocks[1]?.contains { $0.contains(address) } ?? false
  }

  /// The devices that carry an address of this machine.
  func owners(of address: Address) -> [UInt32] { owners[address] ?? [] }

  /// Whether an address is among those on the link of a device itself.
  func isOnLink(_ address: Address, of device: UInt32) -> Bool {
    blocks[device]?.contains { $0.contains(address) } ?? false
  }

  func ports(of master: UInt32) -> [Link] { ports[master] ?? [] }

  /// The ports behind which a bridge last saw a neighbour; empty when that is not known.
  func ports(of bridge: UInt32, towards address: Address, by device: UInt32) -> [Link] {
    guard let hardware = neighbors[device]?[address],
      let places = forwarding[bridge]?[hardware]
    else { return [] }
    return Set(places).filter { $0 != bridge }.compactMap { byIndex[$0] }
  }

  /// The VRF that a device is a port of.
  func vrf(of device: UInt32) -> Link? {
    guard let link = byIndex[device] else { return nil }
    if link.kind == "vrf" { return link }
    guard let master = link.master.flatMap({ byIndex[$0] }) else { return nil }
    return master.kind == "vrf" ? master : nil
  }

  /// The tables of the VRFs that packets may have come in by.
  func vrfTables(of inputs: [UInt32]?) -> [UInt32] {
    guard let inputs else { return byIndex.values.compactMap(\.vrfTable).sorted() }
    return Set(inputs.compactMap { vrf(of: $0)?.vrfTable }).sorted()
  }

  /// Whether a rule of policy routing holds for a forwarded packet: `fib_rule_match`.
  func holds(_ rule: RoutingRule, for query: RouteQuery) -> Walk.Truth {
    var truth = Walk.Truth.yes
    func also(_ condition: Bool) { truth = condition ? truth : .no }
    func unsure() { truth = truth == .no ? .no : .unknown }
    if let source = rule.source { also(source.contains(query.source)) }
    if let destination = rule.destination { also(destination.contains(query.destination)) }
    if let l4 = rule.l4 { also(l4 == query.l4) }
    if let ports = rule.sourcePorts { also(ports.contains(query.sourcePort)) }
    if let ports = rule.destinationPorts { also(ports.contains(query.destinationPort)) }
    // Holds for this machine's own packets alone, when they are bound to a device.
    if rule.outputDevice != nil { also(false) }
    if let mark = rule.mark {
      let known = query.mark.known & mark.mask
      // A bit that is known to differ decides, whatever the others are.
      also((query.mark.value ^ mark.value) & known == 0 && mark.value & ~mark.mask == 0)
      if known != mark.mask { unsure() }
    }
    if let name = rule.inputDevice {
      switch cameIn(by: name, query.inputs) {
      case .yes: break
      case .no: also(false)
      case .unknown: unsure()
      }
    }
    if rule.isL3Master {
      let inside = query.inputs?.map { vrf(of: $0) != nil }
      if !hasVRF || inside?.contains(true) == false {
        also(false)
      } else if inside?.contains(false) ?? true {
        unsure()
      }
    }
    if rule.tos != 0 || rule.hasOtherCondition { unsure() }
    guard rule.isInverted else { return truth }
    return truth == .yes ? .no : truth == .no ? .yes : .unknown
  }

  private func cameIn(by name: String, _ inputs: [UInt32]?) -> Walk.Truth {
    // `iif lo` is this machine's own packets; those are judged by their source.
    if name == "lo" { return inputs == nil ? .unknown : .no }
    guard let inputs, !inputs.isEmpty else { return .unknown }
    var fits = false
    var fails = false
    for input in inputs {
      if byIndex[input]?.name == name { fits = true } else { fails = true }
      // The kernel asks for the VRF in place of its port, by version.
      if let vrf = vrf(of: input) { if vrf.name == name { fits = true } else { fails = true } }
    }
    return fits ? fails ? .unknown : .yes : .no
  }
}

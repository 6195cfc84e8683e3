import FlowModel

/// A router on paper: lan0 (10.0.1.0/24, fd01::/64) and wan0 (10.0.2.0/24, fd02::/64, the default
/// routes), a flowtable with both, and a rule that offloads what is established.
///
/// Each test changes what it is about.
struct Router: Sendable {
  static let lan: UInt32 = 2
  static let wan: UInt32 = 3

  var kernel = "6.12.107"
  var links = [
    Link(index: 1, name: "lo", isUp: true, isRunning: true),
    Link(index: lan, name: "lan0", isUp: true, isRunning: true),
    Link(index: wan, name: "wan0", isUp: true, isRunning: true),
  ]
  var addresses: [LocalAddress] = []
  var routes: [Route]? = []
  var routingRules: [RoutingRule] = [Family.ipv4, .ipv6].flatMap { family in
    [(0, 255), (32766, 254), (32767, 253)].map { priority, table in
      RoutingRule(family: family, priority: UInt32(priority), action: .table(UInt32(table)))
    }
  }
  var neighbors: [Neighbor] = []
  var flowtables: [Flowtable]? = [
    Flowtable(
      family: "inet", table: "filter", name: "f", devices: ["lan0", "wan0"], flags: [.counter])
  ]
  var ruleset: Ruleset? = Ruleset.forward([.offloadsEstablished])
  var features: [DeviceFeatures]? = nil
  var ipsecPolicies: [IPsecPolicy]? = []
  var qdiscs = [QueueingDiscipline(link: lan, kind: "fq_codel")]
  var modules: [String: Machine.ModuleState] = [
    "nf_tables": .loaded, "nf_flow_table": .loaded, "nf_flow_table_inet": .loaded,
    "nft_flow_offload": .loaded, "ip_tables": .available, "act_ct": .available,
  ]
  var sysctls = [
    "net.netfilter.nf_flowtable_tcp_timeout": "30",
    "net.netfilter.nf_flowtable_udp_timeout": "30",
    "net.netfilter.nf_conntrack_tcp_timeout_established": "432000",
    "net.netfilter.nf_conntrack_udp_timeout": "30",
    "net.netfilter.nf_conntrack_udp_timeout_stream": "120",
  ]
  var distribution: String? = "debian"

  init() {
    for (link, number) in [(Self.lan, UInt32(1)), (Self.wan, 2)] {
      attach(link, ipv4(10, 0, number, 1), 24)
      attach(link, ipv6(0xfd00 + UInt64(number), 1), 64)
    }
    attach(1, ipv4(127, 0, 0, 1), 8)
    route(ipv4(0, 0, 0, 0), 0, by: Self.wan, through: ipv4(10, 0, 2, 254))
    route(.unspecified, 0, by: Self.wan, through: ipv6(0xfd02, 0xfe))
  }

  /// Gives a device an address, with the routes that the kernel makes for it.
  mutating func attach(_ link: UInt32, _ address: Address, _ length: UInt8, table: UInt32 = 254) {
    addresses.append(LocalAddress(address: address, prefixLength: length, link: link))
    let family: Family = address.ipv4 == nil ? .ipv6 : .ipv4
    let full: UInt8 = family == .ipv4 ? 32 : 128
    let bits = Int(length) + (family == .ipv4 ? 96 : 0)
    routes?.append(
      Route(
        family: family, destination: address, prefixLength: full, table: table == 254 ? 255 : table,
        kind: .local, hops: [.init(link: link)]))
    routes?.append(
      Route(
        family: family, destination: address.masked(to: bits), prefixLength: length, table: table,
        hops: [.init(link: link)]))
  }

  mutating func route(
    _ destination: Address, _ length: UInt8, by link: UInt32, through gateway: Address? = nil,
    table: UInt32 = 254, kind: Route.Kind = .unicast, metric: UInt32 = 0
  ) {
    routes?.append(
      Route(
        family: destination.ipv4 == nil ? .ipv6 : .ipv4, destination: destination,
        prefixLength: length, table: table, kind: kind, metric: metric,
        hops: link == 0 ? [] : [.init(link: link, gateway: gateway)]))
  }

  /// Adds a device; gives its index.
  @discardableResult
  mutating func add(
    _ name: String, kind: String? = nil, master: UInt32? = nil, lower: UInt32? = nil,
    type: UInt16 = 1
  ) -> UInt32 {
    let index = UInt32(links.count + 1)
    var link = Link(
      index: index, name: name, isUp: true, isRunning: true, kind: kind, master: master,
      lower: lower)
    link.type = type
    links.append(link)
    return index
  }

  /// Moves an address prefix, with all its routes, to another device.
  mutating func move(from old: UInt32, to new: UInt32) {
    routes = routes?.map { route in
      var route = route
      route.hops = route.hops.map { hop in
        var hop = hop
        if hop.link == old { hop.link = new }
        return hop
      }
      return route
    }
    addresses = addresses.map { address in
      address.link == old
        ? LocalAddress(address: address.address, prefixLength: address.prefixLength, link: new)
        : address
    }
  }

  mutating func list(_ devices: String..., flags: Flowtable.Flags = [.counter]) {
    flowtables = [
      Flowtable(family: "inet", table: "filter", name: "f", devices: devices, flags: flags)
    ]
  }

  func snapshot(at seconds: UInt64 = 1000, _ flows: [Flow] = []) -> Snapshot {
    var machine = Machine(kernel: kernel, sysctls: sysctls)
    machine.modules = modules
    machine.distribution = distribution
    var snapshot = Snapshot(
      number: 1, time: seconds * 1_000_000_000, wallTime: seconds * 1_000_000_000, flows: flows,
      flowtables: flowtables, links: links, addresses: addresses, machine: machine)
    snapshot.ruleset = ruleset
    snapshot.routes = routes
    snapshot.routingRules = routingRules
    snapshot.neighbors = neighbors
    snapshot.features =
      features
      ?? links.map {
        DeviceFeatures(link: $0.index, name: $0.name, hardwareOffload: false, canOffload: false)
      }
    snapshot.qdiscs = qdiscs
    snapshot.ipsecPolicies = ipsecPolicies
    return snapshot
  }
}

func ipv4(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> Address {
  Address(ipv4: a << 24 | b << 16 | c << 8 | d)
}

/// An address by its first and its last group.
func ipv6(_ first: UInt64, _ last: UInt64) -> Address { Address(high: first << 48, low: last) }

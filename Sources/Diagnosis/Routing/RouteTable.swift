import FlowModel

/// The routes of one family in one table, ready for longest-prefix matching.
struct RouteTable: Sendable {
  private struct Prefix: Hashable {
    let address: Address
    /// Of 128 bits, for both families.
    let bits: Int
  }

  /// What a table has for a destination.
  struct Match {
    var answer = RouteAnswer()
    /// Whether the search ends here; else the next rule is asked, too.
    var isFinal = false
    /// Of the route that decided: `suppress_prefixlength` asks for it.
    var prefixLength = 0
  }

  private var routes: [Prefix: [Route]] = [:]
  /// The lengths there are, longest first.
  private var lengths: [Int] = []

  mutating func insert(_ route: Route) {
    let bits = Int(route.prefixLength) + (route.family == .ipv4 ? 96 : 0)
    let prefix = Prefix(address: route.destination.masked(to: bits), bits: bits)
    routes[prefix, default: []].append(route)
  }

  /// To be called once all routes are in.
  mutating func finish() {
    lengths = Set(routes.keys.map(\.bits)).sorted(by: >)
    for key in routes.keys { routes[key]?.sort { $0.metric < $1.metric } }
  }

  /// Finds the route of a destination.
  ///
  /// Where what decides is not known (the type of service, whether a dead way is taken), the match holds
  /// both ways and is not final.
  func find(_ query: RouteQuery, suppressing suppressed: Int?) -> [Match] {
    var matches: [Match] = []
    for bits in lengths {
      let prefix = Prefix(address: query.destination.masked(to: bits), bits: bits)
      guard let found = routes[prefix], let match = Self.choose(found, query) else { continue }
      if let suppressed, match.prefixLength <= suppressed {
        // What is suppressed ends this table's search (`fib_rules_lookup`, `suppress`).
        if match.isFinal { return matches }
        continue
      }
      matches.append(match)
      if match.isFinal { return matches }
    }
    return matches
  }

  /// Every device that a route to an address may lead out by, whatever its length.
  func collectDevices(covering address: Address, into devices: inout Set<UInt32>) {
    for bits in lengths {
      let prefix = Prefix(address: address.masked(to: bits), bits: bits)
      for route in routes[prefix] ?? [] where route.kind == .unicast {
        devices.formUnion(route.hops.map(\.link))
      }
    }
  }

  /// Chooses among the routes of one prefix; nil when none of them is for this packet.
  private static func choose(_ all: [Route], _ query: RouteQuery) -> Match? {
    let routes = bySource(all, query)
    guard let first = routes.first else { return nil }
    var match = Match(prefixLength: Int(first.prefixLength))
    // A route for one type of service comes before the others, and a dead one may not be taken: which
    // service the packet asks for is not known.
    for route in routes where route.tos != 0 || route.isDead { match.add(route) }
    if let best = routes.first(where: { $0.tos == 0 && !$0.isDead }) {
      for route in routes
      where route.tos == 0 && !route.isDead && route.metric == best.metric { match.add(route) }
      match.isFinal = true
    }
    return match
  }

  /// The routes whose source prefix fits best (`ip -6 route add ... from`).
  private static func bySource(_ routes: [Route], _ query: RouteQuery) -> [Route] {
    guard routes.contains(where: { $0.source != nil }) else { return routes }
    let fitting = routes.filter { $0.source?.contains(query.source) ?? true }
    let longest = fitting.map { $0.source?.length ?? 0 }.max()
    return fitting.filter { ($0.source?.length ?? 0) == longest }
  }
}

extension RouteTable.Match {
  fileprivate mutating func add(_ route: Route) {
    switch route.kind {
    case .local, .anycast: answer.add(.local)
    case .broadcast: answer.add(.broadcast)
    case .blackhole, .unreachable, .prohibit: answer.add(.unreachable)
    case .throw: return
    case .unicast:
      let hops = route.hops.filter { $0.link != 0 }
      // A next-hop object that the kernel did not spell out: it goes somewhere.
      if hops.isEmpty { answer.isComplete = false }
      for hop in hops { answer.add(RouteTarget(hop)) }
    default: answer.isComplete = false
    }
  }
}

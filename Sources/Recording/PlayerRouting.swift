import FlowModel
import NetlinkWire

// What a capture says of routes and of what stands beside them.
extension Player {
  /// Applies a dump of these lists; a part of one counts only where the rest is known already.
  mutating func applyRouting(_ dump: PlayedDump) {
    let family = dump.request?.rawFamily ?? 0
    switch dump.list {
    case let list as Items<Route>:
      if family == 0 {
        pending.routes = list.items
      } else if let known = pending.routes {
        pending.routes = known.filter { $0.family.rawValue != family } + list.items
      }
    case let list as Items<RoutingRule>:
      let kept = pending.routingRules.filter { family != 0 && $0.family.rawValue != family }
      pending.routingRules = kept + list.items
    case let list as Items<Neighbor>:
      applyNeighbors(list.items, of: family)
    case let list as Items<QueueingDiscipline>:
      pending.qdiscs = list.items
    case let list as Items<IPsecPolicy>:
      pending.ipsecPolicies = list.items
    case let list as Items<FeatureBits>:
      featureBits = list.items
      applyFeatures()
    default: break
    }
  }

  /// Neighbours and the forwarding tables of bridges are asked for apart and stand in one list.
  private mutating func applyNeighbors(_ items: [Neighbor], of family: UInt8) {
    let isOfBridges = family == 7  // AF_BRIDGE
    let addresses = pending.neighbors.filter { $0.address != nil }
    let forwarding = pending.neighbors.filter { $0.address == nil }
    if isOfBridges {
      pending.neighbors = addresses + items
    } else if family == 0 {
      pending.neighbors = items + forwarding
    } else {
      let others = addresses.filter { ($0.address?.ipv4 == nil) == (family == 2) }
      pending.neighbors = others + items + forwarding
    }
  }

  /// Takes in that the kernel refused to list something.
  mutating func lackRouting(_ kind: DumpKind) {
    if kind.lists(Route.self) { pending.routes = nil }
    if kind.lists(IPsecPolicy.self) { pending.ipsecPolicies = nil }
  }

  // MARK: Events

  mutating func changeRouting(_ datagram: RawSpan, _ message: Message) throws(DecodeError) {
    switch message.type {
    case MessageType.route, MessageType.routeGone:
      guard let route = try Route(decoding: datagram, message) else { return }
      changeRoute(route, isGone: message.type == MessageType.routeGone)
    case MessageType.routingRule, MessageType.routingRuleGone:
      guard let rule = try RoutingRule(decoding: datagram, message) else { return }
      pending.routingRules.removeAll { $0 == rule }
      if message.type == MessageType.routingRule {
        // In the order in which the kernel asks them.
        let place = pending.routingRules.firstIndex {
          $0.family == rule.family && $0.priority > rule.priority
        }
        Self.insert(rule, at: place, in: &pending.routingRules)
      }
    case MessageType.neighbor, MessageType.neighborGone:
      guard let neighbor = try Neighbor(decoding: datagram, message) else { return }
      pending.neighbors.removeAll { $0.isTheSame(as: neighbor) }
      if message.type == MessageType.neighbor {
        Self.insert(neighbor, at: nil, in: &pending.neighbors)
      }
    case MessageType.qdisc, MessageType.qdiscGone:
      let qdisc = try QueueingDiscipline(decoding: datagram, message)
      pending.qdiscs.removeAll { $0.link == qdisc.link && $0.handle == qdisc.handle }
      if message.type == MessageType.qdisc { Self.insert(qdisc, at: nil, in: &pending.qdiscs) }
    default: break
    }
  }

  private mutating func changeRoute(_ route: Route, isGone: Bool) {
    guard var routes = pending.routes else { return }
    // Each event is looked for in the list: one too long for that is no longer known.
    guard routes.count < Self.longestList else {
      pending.routes = nil
      return
    }
    routes.removeAll { $0.isTheSame(as: route) }
    if !isGone { routes.append(route) }
    pending.routes = routes
  }

  private static func insert<Item>(_ item: Item, at place: Int?, in list: inout [Item]) {
    if list.count < longestList { list.insert(item, at: place ?? list.count) }
  }

  // MARK: Ethtool

  /// Whether a message of generic netlink is one of those that flowlanes reads.
  ///
  /// Families of generic netlink have other numbers on each machine: a capture says which is whose.
  func isOfConcern(generic datagram: RawSpan, _ message: Message) -> Bool {
    switch message.type {
    case MessageType.genericControl: true
    case ethtool: datagram.isEthtoolAnswer(message)
    case MessageType.error, MessageType.done: true
    default: false
    }
  }

  /// Applies a single message of generic netlink.
  mutating func changeFeatures(_ datagram: RawSpan, _ message: Message) throws(DecodeError) {
    if message.type == MessageType.genericControl {
      guard let family = try GenericFamily(decoding: datagram, message) else { return }
      if family.name == "ethtool" { ethtool = family.id }
    } else if let names = try FeatureNames(decoding: datagram, message) {
      featureNames = names
      applyFeatures()
    }
  }

  /// Features need the bits and their names, whichever comes first.
  private mutating func applyFeatures() {
    guard let featureNames else { return }
    pending.features = featureBits.compactMap { $0.features(featureNames) }
  }
}

extension Route {
  /// What RTM_NEWROUTE replaces and RTM_DELROUTE removes.
  fileprivate func isTheSame(as other: Route) -> Bool {
    family == other.family && destination == other.destination
      && prefixLength == other.prefixLength && table == other.table && metric == other.metric
      && tos == other.tos && source == other.source
  }
}

extension Neighbor {
  fileprivate func isTheSame(as other: Neighbor) -> Bool {
    guard link == other.link, address == other.address else { return false }
    return address != nil
      || hardwareAddress == other.hardwareAddress && vlan == other.vlan && master == other.master
  }
}

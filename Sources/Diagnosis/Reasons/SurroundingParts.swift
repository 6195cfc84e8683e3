import FlowModel

/// The parts of a snapshot that reasons rest on besides the flows, to see whether any changed.
///
/// Comparing them costs next to nothing while a poll shares its arrays with the last.
struct SurroundingParts: Sendable {
  let machine: Machine
  let ruleset: Ruleset?
  let flowtables: [Flowtable]?
  let links: [Link]
  let addresses: [LocalAddress]
  let routes: [Route]?
  let routingRules: [RoutingRule]
  let neighbors: [Neighbor]
  let features: [DeviceFeatures]
  let qdiscs: [QueueingDiscipline]
  let ipsecPolicies: [IPsecPolicy]?
  /// Flows are offloaded though no flowtable is there: something else than nftables does it.
  let offloadsWithoutFlowtable: Bool

  /// `offloadsSome` tells whether some flow is not slow.
  init(_ snapshot: Snapshot, offloadsSome: Bool) {
    machine = snapshot.machine
    ruleset = snapshot.ruleset
    flowtables = snapshot.flowtables
    links = snapshot.links
    addresses = snapshot.addresses
    routes = snapshot.routes
    routingRules = snapshot.routingRules
    // Only a bridge makes it matter which device a neighbour is behind.
    neighbors = snapshot.links.contains { $0.kind == "bridge" } ? snapshot.neighbors : []
    features = snapshot.features
    qdiscs = snapshot.qdiscs
    ipsecPolicies = snapshot.ipsecPolicies
    offloadsWithoutFlowtable = offloadsSome && snapshot.flowtables?.isEmpty ?? true
  }

  func isSame(as other: SurroundingParts) -> Bool {
    hasSameRules(other) && hasSameLinks(other) && hasSameRoutes(other) && hasSameRest(other)
  }

  func hasSameRules(_ other: SurroundingParts) -> Bool {
    ruleset == other.ruleset && flowtables == other.flowtables
  }

  func hasSameLinks(_ other: SurroundingParts) -> Bool {
    links == other.links && addresses == other.addresses
      && hasSameNeighbors(other)
  }

  func hasSameRoutes(_ other: SurroundingParts) -> Bool {
    routes == other.routes && routingRules == other.routingRules
  }

  func hasSameRest(_ other: SurroundingParts) -> Bool {
    machine == other.machine && features == other.features && qdiscs == other.qdiscs
      && ipsecPolicies == other.ipsecPolicies
      && offloadsWithoutFlowtable == other.offloadsWithoutFlowtable
  }

  /// Whether the neighbours are the same; their states change all the time and decide nothing here.
  private func hasSameNeighbors(_ other: SurroundingParts) -> Bool {
    if neighbors == other.neighbors { return true }
    guard neighbors.count == other.neighbors.count else { return false }
    return zip(neighbors, other.neighbors).allSatisfy { a, b in
      a.link == b.link && a.address == b.address && a.hardwareAddress == b.hardwareAddress
        && a.master == b.master && a.vlan == b.vlan
    }
  }
}

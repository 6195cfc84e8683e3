import FlowModel

/// Where a routing table sends a packet.
enum RouteTarget: Hashable, Sendable {
  /// Out by a device; the gateway is nil where the destination itself is on the link.
  case device(UInt32, gateway: Address?)
  /// To this machine.
  case local
  /// To everybody on a link, this machine among them.
  case broadcast
  /// Nowhere: no route, or one that refuses.
  case unreachable

  init(_ hop: Route.Hop) { self = .device(hop.link, gateway: hop.gateway) }

  var device: UInt32? {
    if case .device(let index, _) = self { index } else { nil }
  }
}

/// What routing makes of a packet of which not everything is known.
struct RouteAnswer: Hashable, Sendable {
  /// Every target that it may have, the most plausible first; several for multipath and where policy
  /// routing asks for what is not known.
  var targets: [RouteTarget] = []
  /// Whether the true target is surely among them.
  var isComplete = true

  /// The only target that it can have.
  var certain: RouteTarget? { isComplete && targets.count == 1 ? targets[0] : nil }

  /// The devices that it may go out by.
  var devices: [UInt32] {
    var result: [UInt32] = []
    for target in targets {
      if let device = target.device, !result.contains(device) { result.append(device) }
    }
    return result
  }

  mutating func add(_ target: RouteTarget) {
    if !targets.contains(target) { targets.append(target) }
  }

  mutating func add(_ other: RouteAnswer) {
    for target in other.targets { add(target) }
    isComplete = isComplete && other.isComplete
  }
}

/// A packet as routing sees it.
struct RouteQuery: Sendable {
  var source: Address
  var destination: Address
  var family: Family
  var l4: L4Protocol
  var sourcePort: UInt16
  var destinationPort: UInt16
  /// The devices that it may have come in by; nil when nothing is known of them.
  var inputs: [UInt32]?
  /// `meta mark`, as far as it is known.
  var mark = PartialWord(nil)
}

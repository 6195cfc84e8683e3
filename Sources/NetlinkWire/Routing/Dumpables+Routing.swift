package import FlowModel

extension Route: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.route }
  package static var requestType: UInt16 { MessageType.getRoute }
  package static var messageType: UInt16 { MessageType.route }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [Route]
  ) throws(DecodeError) {
    if let route = try Route(decoding: bytes, message) { items.append(route) }
  }
}

extension RoutingRule: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.route }
  package static var requestType: UInt16 { MessageType.getRoutingRule }
  package static var messageType: UInt16 { MessageType.routingRule }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [RoutingRule]
  ) throws(DecodeError) {
    if let rule = try RoutingRule(decoding: bytes, message) { items.append(rule) }
  }
}

extension Neighbor: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.route }
  package static var requestType: UInt16 { MessageType.getNeighbor }
  package static var messageType: UInt16 { MessageType.neighbor }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [Neighbor]
  ) throws(DecodeError) {
    if let neighbor = try Neighbor(decoding: bytes, message) { items.append(neighbor) }
  }

  /// Their state changes all the time, and their order with it: what counts is whether they are valid.
  package static func tellTheSame(_ a: [Neighbor], _ b: [Neighbor]) -> Bool {
    a.count == b.count && Set(a.map(\.essence)) == Set(b.map(\.essence))
  }

  private var essence: Neighbor {
    var essence = self
    essence.state = isValid ? 1 : 0
    return essence
  }
}

extension QueueingDiscipline: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.route }
  package static var requestType: UInt16 { MessageType.getQdisc }
  package static var messageType: UInt16 { MessageType.qdisc }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [QueueingDiscipline]
  ) throws(DecodeError) {
    items.append(try QueueingDiscipline(decoding: bytes, message))
  }
}

extension IPsecPolicy: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.ipsec }
  package static var requestType: UInt16 { MessageType.getIPsecPolicy }
  package static var messageType: UInt16 { MessageType.ipsecPolicy }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [IPsecPolicy]
  ) throws(DecodeError) {
    if let policy = try IPsecPolicy(decoding: bytes, message) { items.append(policy) }
  }
}

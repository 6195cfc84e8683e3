package import FlowModel

// What the kernel lists, kind by kind: its messages, and the request for them.

/// All kinds of things that the kernel lists and flowlanes reads.
package enum Dumpables {
  package static let all: [any Dumpable.Type] = [
    Flow.self, Flowtable.self, Link.self, LocalAddress.self, TableStatistics.self, Route.self,
    RoutingRule.self, Neighbor.self, QueueingDiscipline.self, IPsecPolicy.self, GenericFamily.self,
    FeatureNames.self, FeatureBits.self, ConntrackHelper.self,
    RulesetGeneration.self, Ruleset.Table.self, Ruleset.Chain.self, Ruleset.Rule.self,
    Ruleset.SetDefinition.self, SetElements.self, Ruleset.Object.self,
  ]
}

extension Flow: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.netfilter }
  package static var requestType: UInt16 { MessageType.getFlow }
  package static var messageType: UInt16 { MessageType.flow }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [Flow]
  ) throws(DecodeError) {
    items.append(try Flow(decoding: bytes, message))
  }
}

extension Flowtable: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.netfilter }
  package static var requestType: UInt16 { MessageType.getFlowtable }
  package static var messageType: UInt16 { MessageType.flowtable }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [Flowtable]
  ) throws(DecodeError) {
    items.append(try Flowtable(decoding: bytes, message))
  }
}

extension Link: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.route }
  package static var requestType: UInt16 { MessageType.getLink }
  package static var messageType: UInt16 { MessageType.link }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [Link]
  ) throws(DecodeError) {
    if let link = try Link(decoding: bytes, message) { items.append(link) }
  }
}

extension LocalAddress: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.route }
  package static var requestType: UInt16 { MessageType.getAddress }
  package static var messageType: UInt16 { MessageType.address }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [LocalAddress]
  ) throws(DecodeError) {
    if let address = try LocalAddress(decoding: bytes, message) { items.append(address) }
  }
}

extension TableStatistics: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.netfilter }
  package static var requestType: UInt16 { MessageType.statistics }
  package static var messageType: UInt16 { MessageType.statistics }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [TableStatistics]
  ) throws(DecodeError) {
    items.append(try TableStatistics(decoding: bytes, message))
  }
}

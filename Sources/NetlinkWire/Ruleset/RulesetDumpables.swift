package import FlowModel

// What the kernel lists of the ruleset: its messages, and the requests for them.

extension RulesetGeneration: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.netfilter }
  package static var requestType: UInt16 { MessageType.getGeneration }
  package static var messageType: UInt16 { MessageType.generation }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [Self]
  ) throws(DecodeError) {
    items.append(try Self(decoding: bytes, message))
  }
}

extension Ruleset.Table: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.netfilter }
  package static var requestType: UInt16 { MessageType.getTable }
  package static var messageType: UInt16 { MessageType.table }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [Self]
  ) throws(DecodeError) {
    items.append(try Self(decoding: bytes, message))
  }
}

extension Ruleset.Chain: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.netfilter }
  package static var requestType: UInt16 { MessageType.getChain }
  package static var messageType: UInt16 { MessageType.chain }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [Self]
  ) throws(DecodeError) {
    items.append(try Self(decoding: bytes, message))
  }
}

extension Ruleset.Rule: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.netfilter }
  package static var requestType: UInt16 { MessageType.getRule }
  package static var messageType: UInt16 { MessageType.rule }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [Self]
  ) throws(DecodeError) {
    items.append(try Self(decoding: bytes, message))
  }
}

extension Ruleset.SetDefinition: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.netfilter }
  package static var requestType: UInt16 { MessageType.getSet }
  package static var messageType: UInt16 { MessageType.set }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [Self]
  ) throws(DecodeError) {
    items.append(try Self(decoding: bytes, message))
  }
}

extension SetElements: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.netfilter }
  package static var requestType: UInt16 { MessageType.getSetElements }
  package static var messageType: UInt16 { MessageType.setElements }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [Self]
  ) throws(DecodeError) {
    items.append(try Self(decoding: bytes, message))
  }
}

extension SetElements {
  /// However long each has still to live.
  package static func tellTheSame(_ a: [SetElements], _ b: [SetElements]) -> Bool {
    a.map(\.set) == b.map(\.set)
      && Ruleset.Element.areSame(a.flatMap(\.elements), b.flatMap(\.elements))
  }
}

extension Ruleset.Object: Dumpable {
  package static var netlinkFamily: UInt16 { NetlinkFamily.netfilter }
  package static var requestType: UInt16 { MessageType.getObject }
  package static var messageType: UInt16 { MessageType.object }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [Self]
  ) throws(DecodeError) {
    items.append(try Self(decoding: bytes, message))
  }
}

package import FlowModel

/// Something that the kernel lists in a dump, one message each.
package protocol Dumpable {
  /// The `nlmsg_type` of its messages.
  static var messageType: UInt16 { get }
  /// Appends what a message tells; nothing, when it is in order and of no concern here.
  static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [Self]
  ) throws(DecodeError)
}

extension Flow: Dumpable {
  package static var messageType: UInt16 { MessageType.flow }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [Flow]
  ) throws(DecodeError) {
    items.append(try Flow(decoding: bytes, message))
  }
}

extension Flowtable: Dumpable {
  package static var messageType: UInt16 { MessageType.flowtable }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [Flowtable]
  ) throws(DecodeError) {
    items.append(try Flowtable(decoding: bytes, message))
  }
}

extension Link: Dumpable {
  package static var messageType: UInt16 { MessageType.link }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [Link]
  ) throws(DecodeError) {
    if let link = try Link(decoding: bytes, message) { items.append(link) }
  }
}

extension LocalAddress: Dumpable {
  package static var messageType: UInt16 { MessageType.address }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [LocalAddress]
  ) throws(DecodeError) {
    if let address = try LocalAddress(decoding: bytes, message) { items.append(address) }
  }
}

extension TableStatistics: Dumpable {
  package static var messageType: UInt16 { MessageType.statistics }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [TableStatistics]
  ) throws(DecodeError) {
    items.append(try TableStatistics(decoding: bytes, message))
  }
}

extension Route: Dumpable {
  package static var messageType: UInt16 { MessageType.route }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [Route]
  ) throws(DecodeError) {
    if let route = try Route(decoding: bytes, message) { items.append(route) }
  }
}

extension RoutingRule: Dumpable {
  package static var messageType: UInt16 { MessageType.routingRule }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [RoutingRule]
  ) throws(DecodeError) {
    if let rule = try RoutingRule(decoding: bytes, message) { items.append(rule) }
  }
}

extension Neighbor: Dumpable {
  package static var messageType: UInt16 { MessageType.neighbor }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [Neighbor]
  ) throws(DecodeError) {
    if let neighbor = try Neighbor(decoding: bytes, message) { items.append(neighbor) }
  }
}

extension QueueingDiscipline: Dumpable {
  package static var messageType: UInt16 { MessageType.qdisc }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [QueueingDiscipline]
  ) throws(DecodeError) {
    items.append(try QueueingDiscipline(decoding: bytes, message))
  }
}

extension IPsecPolicy: Dumpable {
  package static var messageType: UInt16 { MessageType.ipsecPolicy }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [IPsecPolicy]
  ) throws(DecodeError) {
    if let policy = try IPsecPolicy(decoding: bytes, message) { items.append(policy) }
  }
}

extension GenericFamily: Dumpable {
  package static var messageType: UInt16 { MessageType.genericControl }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [GenericFamily]
  ) throws(DecodeError) {
    if let family = try GenericFamily(decoding: bytes, message) { items.append(family) }
  }
}

extension FeatureNames: Dumpable {
  package static var messageType: UInt16 { MessageType.dealtOut }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [FeatureNames]
  ) throws(DecodeError) {
    if let names = try FeatureNames(decoding: bytes, message) { items.append(names) }
  }
}

extension FeatureBits: Dumpable {
  package static var messageType: UInt16 { MessageType.dealtOut }

  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [FeatureBits]
  ) throws(DecodeError) {
    if let bits = try FeatureBits(decoding: bytes, message) { items.append(bits) }
  }
}

/// Collects the answer to one request, datagram by datagram.
package struct Dump<Item: Dumpable> {
  package private(set) var items: [Item] = []
  /// `NLM_F_DUMP_INTR` was set: the table changed while it was listed.
  package private(set) var interrupted = false
  /// Messages that could not be decoded and were left out.
  package private(set) var malformed = 0
  /// The first of them, as one sentence.
  package private(set) var malformedExample: String?
  private let sequence: UInt32?

  /// - Parameter sequence: the `nlmsg_seq` of the request; messages with another one are passed
  ///   over. nil takes them all.
  package init(expecting sequence: UInt32?) { self.sequence = sequence }

  package mutating func reserveCapacity(_ count: Int) { items.reserveCapacity(count) }

  /// Takes in one datagram; true when the answer is complete.
  ///
  /// A message that cannot be decoded is counted and left out; the others count.
  package mutating func consume(_ datagram: RawSpan) throws(NetlinkFailure) -> Bool {
    var cursor = MessageCursor()
    while true {
      let message: Message
      do throws(DecodeError) {
        guard let next = try cursor.next(in: datagram) else { return false }
        message = next
      } catch {
        note(error)
        return false
      }
      if let sequence, message.sequence != sequence { continue }
      if message.has(MessageFlag.dumpInterrupted) { interrupted = true }
      switch message.type {
      case Item.messageType:
        take(datagram, message)
      case MessageType.error, MessageType.done:
        return try end(datagram, message)
      case MessageType.overrun:
        throw .overrun
      case _ where Item.messageType == MessageType.dealtOut
        && message.type >= MessageType.firstDealtOut:
        take(datagram, message)
      default:
        continue
      }
    }
  }

  @inline(__always)
  private mutating func take(_ datagram: RawSpan, _ message: Message) {
    do throws(DecodeError) {
      try Item.decode(datagram, message, into: &items)
    } catch {
      note(error)
    }
  }

  /// An answer that cannot be read ends the dump all the same: nothing comes after it.
  private mutating func end(
    _ datagram: RawSpan, _ message: Message
  ) throws(NetlinkFailure) -> Bool {
    let answer: NetlinkAnswer
    do throws(DecodeError) {
      answer = try NetlinkAnswer(decoding: datagram, message)
    } catch {
      note(error)
      return true
    }
    guard answer.errno == 0 else { throw .refused(answer) }
    return true
  }

  private mutating func note(_ error: DecodeError) {
    malformed += 1
    if malformedExample == nil { malformedExample = error.description }
  }
}

extension Dump: Sendable where Item: Sendable {}

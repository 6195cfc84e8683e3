/// Something that the kernel lists in a dump, one message each.
package protocol Dumpable: Equatable, Sendable {
  /// The netlink family whose messages these are.
  static var netlinkFamily: UInt16 { get }
  /// The `nlmsg_type` of the request for them.
  static var requestType: UInt16 { get }
  /// The `nlmsg_type` of its messages.
  static var messageType: UInt16 { get }
  /// Appends what a message tells; nothing, when it is in order and of no concern here.
  static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [Self]
  ) throws(DecodeError)
  /// Whether two lists tell the same, as far as a recording has to keep it.
  static func tellTheSame(_ a: [Self], _ b: [Self]) -> Bool
}

extension Dumpable {
  package static func tellTheSame(_ a: [Self], _ b: [Self]) -> Bool { a == b }
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

  /// Takes out what came so far, and makes room for so many more.
  mutating func takeItems(capacity: Int) -> [Item] {
    var taken: [Item] = []
    taken.reserveCapacity(capacity)
    swap(&taken, &items)
    return taken
  }

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
      case _
      where Item.messageType == MessageType.dealtOut
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

extension Dump: Sendable {}

/// Where one netlink message lies in a datagram, and what its header says.
package struct Message: Equatable, Sendable {
  /// `nlmsg_len`: header and payload, without padding.
  package let length: Int
  /// `nlmsg_type`.
  package let type: UInt16
  /// `nlmsg_flags`.
  package let flags: UInt16
  /// `nlmsg_seq`.
  package let sequence: UInt32
  /// `nlmsg_pid`: the port that a dump goes to; 0 in an event.
  package let port: UInt32
  /// Offset of the header in the datagram.
  package let start: Int

  /// The message, header included, in the datagram.
  package var range: Range<Int> { start..<(start + length) }
  /// What follows the header, in the datagram.
  package var payload: Range<Int> { (start + MessageCursor.headerLength)..<(start + length) }

  package func has(_ flag: UInt16) -> Bool { flags & flag != 0 }
}

/// Walks the messages of a datagram.
///
///      0               2               4
///     +-------------------------------+
///     | nlmsg_len                     |   all of it in host order
///     | nlmsg_type    | nlmsg_flags   |
///     | nlmsg_seq                     |
///     | nlmsg_pid                     |
///     +-------------------------------+
///     | payload, padded to 4          |
package struct MessageCursor: Sendable {
  /// `NLMSG_HDRLEN`.
  package static let headerLength = 16

  private var offset = 0

  package init() {}

  /// Whether a datagram holds the end of the answer to a request, `NLMSG_DONE` or `NLMSG_ERROR`:
  /// nothing more is to be waited for.
  package static func endsDump(_ datagram: RawSpan, sequence: UInt32) -> Bool {
    var cursor = MessageCursor()
    do throws(DecodeError) {
      while let message = try cursor.next(in: datagram) {
        switch message.type {
        case MessageType.done, MessageType.error, MessageType.overrun:
          if message.sequence == sequence { return true }
        default: continue
        }
      }
    } catch {
      return false
    }
    return false
  }

  /// Yields the next message, or nil at the end.
  ///
  /// After an error nothing in the datagram can be found any more: the next call gives nil.
  package mutating func next(in bytes: RawSpan) throws(DecodeError) -> Message? {
    let start = offset
    let left = bytes.byteCount - start
    guard left > 0 else { return nil }
    offset = bytes.byteCount
    guard left >= Self.headerLength else {
      throw DecodeError(.truncated, at: start, name: "nlmsghdr")
    }
    let length = Int(bytes.host(UInt32.self, at: start))
    guard length >= Self.headerLength else {
      throw DecodeError(.badLength(length), at: start, name: "nlmsghdr")
    }
    guard length <= left else { throw DecodeError(.truncated, at: start, name: "nlmsghdr") }
    offset = min(start + (length + 3) & ~3, bytes.byteCount)
    return Message(
      length: length,
      type: bytes.host(UInt16.self, at: start + 4),
      flags: bytes.host(UInt16.self, at: start + 6),
      sequence: bytes.host(UInt32.self, at: start + 8),
      port: bytes.host(UInt32.self, at: start + 12),
      start: start)
  }
}

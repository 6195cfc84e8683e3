import FlowModel
import NetlinkWire

/// A dump that a program asked for in a capture.
struct PlayedRequest: Sendable {
  /// `AF_PACKET`, with which ip(8) asks for links of every kind.
  static let packetFamily: UInt8 = 17

  let netlinkFamily: UInt16
  let sequence: UInt32
  let kind: DumpKind
  let time: UInt64
  /// The family that was asked for; 0 for all.
  let rawFamily: UInt8
  /// Nothing but the family was asked for: all after it is zero.
  let asksForAll: Bool
  /// The part of the ruleset that was asked for; without a meaning in other requests.
  let ruleset: PlayedScope
  /// The kernel was asked to leave entries out.
  let isFiltered: Bool

  /// The one family of addresses that was asked for; nil for all.
  var family: Family? { Family(rawValue: rawFamily) }

  /// Reads a request; nil when it asks for no dump.
  init?(_ datagram: RawSpan, _ message: Message, _ frame: Frame) {
    guard message.flags & MessageFlag.dump == MessageFlag.dump else { return nil }
    netlinkFamily = frame.family
    sequence = message.sequence
    kind = DumpKind(requestType: message.type, netlinkFamily: frame.family)
    time = frame.time
    rawFamily = message.payload.isEmpty ? 0 : frame.datagram[message.payload.lowerBound]
    asksForAll = frame.datagram[message.payload.dropFirst()].allSatisfy { $0 == 0 }
    ruleset = PlayedScope(datagram, message, family: rawFamily)
    // All that follows struct nfgenmsg narrows a dump. (Route dumps say so in their answers.)
    isFiltered = frame.family == NetlinkFamily.netfilter && message.payload.count > 4
  }
}

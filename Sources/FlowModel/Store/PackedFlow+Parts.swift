/// One direction of a flow as a decoder finds it, part by part.
package struct PackedTuple: Sendable {
  /// Sixteen octets in host order; an IPv4 address in the lowest four.
  package struct Octets: Sendable, Equatable {
    package var high: UInt64 = 0
    package var low: UInt64 = 0
  }

  package var source = Octets()
  package var destination = Octets()
  /// The source port, or an ICMP id, in the upper half; the destination port, or type and code, below.
  package var ports: UInt32 = 0
  /// `IPPROTO_*`.
  package var l4: UInt8 = 0
  package var isSix = false

  package init() {}
}

extension PackedFlow {
  /// What is known of a flow beside its tuples.
  package struct Facts: Sendable {
    package var id: UInt32 = 0
    package var status = Status()
    /// A zone for both directions; 0 for none.
    package var zone: UInt16 = 0
    /// The state of a TCP connection.
    package var state: UInt8?
    package var tcpFlags: TCPFlags?
    package var timeout: UInt32?
    package var mark: UInt32?
    package var use: UInt32?
    /// Nanoseconds since 1970.
    package var start: UInt64?
    package var origCounters: Counters?
    package var replyCounters: Counters?

    package init() {}
  }
}

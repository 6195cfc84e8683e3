/// One direction of a flow, part by part, as a decoder finds it.
package struct PackedTuple: Sendable {
  /// Sixteen octets of an address in host order, IPv4 in its mapped form, as `Address` keeps them.
  package struct Octets: Sendable, Equatable {
    package var high: UInt64 = 0
    package var low: UInt64 = 0

    init() {}

    init(_ address: Address) { (high, low) = (address.high, address.low) }

    /// An IPv4 address from its number in host order.
    package init(ipv4: UInt32) { self.init(Address(ipv4: ipv4)) }

    fileprivate var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }
  }

  package var source = Octets()
  package var destination = Octets()
  /// The source port, or an ICMP id, in the upper half; the destination port, or type and code, below.
  package var ports: UInt32 = 0
  /// `IPPROTO_*`.
  package var l4: UInt8 = 0
  package var isSix = false

  package init() {}

  init(_ tuple: Tuple) {
    source = Octets(tuple.source)
    destination = Octets(tuple.destination)
    ports = UInt32(tuple.sourcePort) << 16 | UInt32(tuple.destinationPort)
    l4 = tuple.l4.rawValue
    isSix = tuple.family == .ipv6
  }

  var isIPv4: Bool { source.isIPv4 && destination.isIPv4 }

  /// Source and destination in one word.
  var addressesOfIPv4: UInt64 { source.low << 32 | destination.low & 0xffff_ffff }
}

extension PackedFlow {
  /// What is known of a flow beside its tuples.
  package struct Facts: Sendable {
    package var id: UInt32 = 0
    package var status = Status()
    package var zone = Zone.none
    package var state: ConnectionState?
    package var tcpFlags: TCPFlags?
    package var timeout: UInt32?
    package var mark: UInt32?
    package var use: UInt32?
    /// Nanoseconds since 1970.
    package var start: UInt64?
    package var origCounters: Counters?
    package var replyCounters: Counters?

    package init() {}

    init(_ flow: Flow) {
      id = flow.id
      status = flow.status
      zone = flow.zone
      state = flow.state
      tcpFlags = flow.tcpFlags
      timeout = flow.timeout
      mark = flow.mark
      use = flow.use
      start = flow.start
      origCounters = flow.origCounters
      replyCounters = flow.replyCounters
    }
  }
}

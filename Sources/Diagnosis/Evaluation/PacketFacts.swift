import FlowModel

/// What rules can ask of one packet at one hook, each bit known or not.
struct PacketFacts: Sendable {
  let flow: Flow
  let direction: Ruleset.CtDirection
  let isEstablished: Bool
  /// The devices, where exactly one comes into question.
  let input: Packet.Device?
  let output: Packet.Device?
  /// Whether the packet has its conntrack entry by then; else nothing about it is known.
  let isTracked: Bool
  let hook: Hook
  /// The start of the headers.
  private(set) var network = Header()
  private(set) var transport = Header()

  /// Octets of a header of which each bit is known or not.
  struct Header: Sendable {
    /// As many as an IPv6 header has.
    static let size = 40
    var values = InlineArray<40, UInt8>(repeating: 0)
    var masks = InlineArray<40, UInt8>(repeating: 0)
    /// How many octets every such packet has.
    var length = 0

    mutating func set(_ offset: Int, _ value: UInt8, known: UInt8 = 0xff) {
      values[offset] = value & known
      masks[offset] = known
    }

    mutating func set(_ offset: Int, _ number: UInt16) {
      set(offset, UInt8(truncatingIfNeeded: number >> 8))
      set(offset + 1, UInt8(truncatingIfNeeded: number))
    }
  }

  /// The hooks that are walked, as far as they differ for a packet.
  enum Hook: Sendable {
    /// Before connection tracking, at a priority below -200.
    case raw
    /// After it, before destinations are translated (-100).
    case beforeTranslation
    case prerouting
    case forward
  }

  init(_ packet: Packet, input: Packet.Device?, output: Packet.Device?, at hook: Hook) {
    flow = packet.flow
    direction = packet.direction
    isEstablished = packet.isEstablished || packet.direction == .reply
    // Within a VRF the prerouting hook is passed twice, for the device and for the VRF.
    self.input = hook != .forward && input?.kind == "vrf" ? nil : input
    self.output = hook == .forward ? output : nil
    isTracked = hook != .raw
    self.hook = hook
    let isTranslated = hook == .prerouting || hook == .forward
    let orig = packet.flow.orig
    let reply = packet.flow.reply
    switch packet.direction {
    case .original:
      fillNetwork(orig.source, isTranslated ? reply.source : orig.destination)
      fillTransport(orig.sourcePort, isTranslated ? reply.sourcePort : orig.destinationPort)
    case .reply:
      fillNetwork(reply.source, isTranslated ? orig.source : reply.destination)
      fillTransport(reply.sourcePort, isTranslated ? orig.sourcePort : reply.destinationPort)
    }
  }

  var family: Family { flow.orig.family }

  private mutating func fillNetwork(_ source: Address, _ destination: Address) {
    switch family {
    case .ipv4:
      network.length = 20
      network.set(0, 0x40, known: 0xf0)
      // Connection tracking puts fragments together: all but "don't fragment" is 0.
      network.set(6, 0, known: isTracked ? 0x3f : 0)
      network.set(7, 0, known: isTracked ? 0xff : 0)
      network.set(9, flow.l4.rawValue)
      fill(12, source, from: 12)
      fill(16, destination, from: 12)
    case .ipv6:
      network.length = 40
      network.set(0, 0x60, known: 0xf0)
      network.set(6, flow.l4.rawValue)
      fill(8, source, from: 0)
      fill(24, destination, from: 0)
    }
  }

  private mutating func fill(_ offset: Int, _ address: Address, from first: Int) {
    for index in first..<16 {
      let word = index < 8 ? address.high : address.low
      network.set(
        offset + index - first, UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * (index & 7))))
    }
  }

  private mutating func fillTransport(_ source: UInt16, _ destination: UInt16) {
    switch flow.l4 {
    case .tcp: transport.length = 20
    case .udp, .udplite: transport.length = 8
    case .sctp, .dccp: transport.length = 12
    case .icmp, .icmpv6: return transport.length = 8
    default: return
    }
    transport.set(0, source)
    transport.set(2, destination)
    if flow.l4 == .tcp, isEstablished {
      // A packet that can be offloaded: ACK, and none of RST, SYN, FIN.
      transport.set(13, 0x10, known: 0x17)
    }
  }
}

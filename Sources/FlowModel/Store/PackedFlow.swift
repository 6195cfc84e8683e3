/// A flow in 112 octets, for there may be millions.
///
/// An IPv4 flow keeps all four addresses; an IPv6 flow those of the orig direction, for its answers
/// nearly always come the same way back. What does not fit (`isOdd`) the store keeps whole, aside.
package struct PackedFlow: Hashable, Sendable {
  /// Which values are there, and how the addresses lie.
  struct Shape: OptionSet, Hashable {
    let rawValue: UInt16

    /// The family is IPv6.
    static let six = Shape(rawValue: 1)
    /// Four IPv4 addresses, two a word; otherwise two addresses of sixteen octets.
    static let narrow = Shape(rawValue: 1 << 1)
    /// The zone holds for one direction: orig, or reply.
    static let zoneOrig = Shape(rawValue: 1 << 2)
    static let zoneReply = Shape(rawValue: 1 << 3)
    static let state = Shape(rawValue: 1 << 4)
    static let timeout = Shape(rawValue: 1 << 5)
    static let mark = Shape(rawValue: 1 << 6)
    static let use = Shape(rawValue: 1 << 7)
    static let origCounters = Shape(rawValue: 1 << 8)
    static let replyCounters = Shape(rawValue: 1 << 9)
    static let start = Shape(rawValue: 1 << 10)
    static let tcpFlags = Shape(rawValue: 1 << 11)
    /// More is known than fits.
    static let odd = Shape(rawValue: 1 << 12)
    /// The kernel said that it ended: these are its final counters.
    static let final = Shape(rawValue: 1 << 13)
  }

  private let word0: UInt64
  private let word1: UInt64
  private let word2: UInt64
  private let word3: UInt64
  private var origPackets: UInt64
  private(set) var origBytes: UInt64
  private var replyPackets: UInt64
  private(set) var replyBytes: UInt64
  private let start: UInt64
  private let origPorts: UInt32
  private let replyPorts: UInt32
  let id: UInt32
  let status: Status
  private let timeout: UInt32
  private let mark: UInt32
  private let zoneID: UInt16
  private let use: UInt16
  private var shape: Shape
  private let l4: L4Protocol
  private let state: UInt8
  private let origFlags: UInt8
  private let replyFlags: UInt8

  init(_ flow: Flow) {
    self.init(PackedTuple(flow.orig), PackedTuple(flow.reply), Facts(flow))
  }

  /// Puts together what is known of a flow; what does not fit makes it odd.
  package init(_ orig: PackedTuple, _ reply: PackedTuple, _ facts: Facts) {
    var shape: Shape = orig.isSix ? [.six] : []
    var isOdd = orig.isSix != reply.isSix || orig.l4 != reply.l4
    if !orig.isSix, orig.isIPv4, reply.isIPv4 {
      shape.insert(.narrow)
      (word0, word1) = (orig.addressesOfIPv4, reply.addressesOfIPv4)
      (word2, word3) = (0, 0)
    } else {
      (word0, word1) = (orig.source.high, orig.source.low)
      (word2, word3) = (orig.destination.high, orig.destination.low)
      if orig.source != reply.destination || orig.destination != reply.source { isOdd = true }
    }
    origPorts = orig.ports
    replyPorts = reply.ports
    l4 = L4Protocol(rawValue: orig.l4)
    id = facts.id
    status = facts.status
    zoneID = facts.zone.id
    switch facts.zone.direction {
    case .both: break
    case .orig: shape.insert(.zoneOrig)
    case .reply: shape.insert(.zoneReply)
    }
    if let known = facts.state {
      shape.insert(.state)
      if known.l4 != l4 { isOdd = true }
    }
    state = facts.state?.rawValue ?? 0
    if facts.timeout != nil { shape.insert(.timeout) }
    timeout = facts.timeout ?? 0
    if facts.mark != nil { shape.insert(.mark) }
    mark = facts.mark ?? 0
    if facts.use != nil { shape.insert(.use) }
    if facts.use ?? 0 > UInt32(UInt16.max) { isOdd = true }
    use = UInt16(truncatingIfNeeded: facts.use ?? 0)
    if facts.start != nil { shape.insert(.start) }
    start = facts.start ?? 0
    if facts.tcpFlags != nil { shape.insert(.tcpFlags) }
    origFlags = facts.tcpFlags?.orig ?? 0
    replyFlags = facts.tcpFlags?.reply ?? 0
    if facts.origCounters != nil { shape.insert(.origCounters) }
    origPackets = facts.origCounters?.packets ?? 0
    origBytes = facts.origCounters?.bytes ?? 0
    if facts.replyCounters != nil { shape.insert(.replyCounters) }
    replyPackets = facts.replyCounters?.packets ?? 0
    replyBytes = facts.replyCounters?.bytes ?? 0
    if isOdd { shape.insert(.odd) }
    self.shape = shape
  }

  /// Whether the flow as it was must be kept beside.
  package var isOdd: Bool { shape.contains(.odd) }
  var lane: Lane { Lane(status) }
  var isCounted: Bool { !shape.isDisjoint(with: [.origCounters, .replyCounters]) }

  var origCounters: Counters? {
    shape.contains(.origCounters) ? Counters(packets: origPackets, bytes: origBytes) : nil
  }

  var replyCounters: Counters? {
    shape.contains(.replyCounters) ? Counters(packets: replyPackets, bytes: replyBytes) : nil
  }

  /// Whether the kernel said that it ended, and no poll has seen the like since.
  var isFinal: Bool { shape.contains(.final) }

  /// Takes over what the kernel counted of it up to its end, in the directions that were counted.
  mutating func takeFinal(_ other: PackedFlow) {
    shape.insert(.final)
    if other.shape.contains(.origCounters) {
      (origPackets, origBytes) = (other.origPackets, other.origBytes)
      shape.insert(.origCounters)
    }
    if other.shape.contains(.replyCounters) {
      (replyPackets, replyBytes) = (other.replyPackets, other.replyBytes)
      shape.insert(.replyCounters)
    }
  }

  private var family: Family { shape.contains(.six) ? .ipv6 : .ipv4 }

  private var zone: Zone {
    Zone(
      id: zoneID,
      direction: shape.contains(.zoneOrig) ? .orig : shape.contains(.zoneReply) ? .reply : .both)
  }

  private var origSource: Address {
    shape.contains(.narrow)
      ? Address(ipv4: UInt32(truncatingIfNeeded: word0 >> 32)) : Address(high: word0, low: word1)
  }

  private var origDestination: Address {
    shape.contains(.narrow)
      ? Address(ipv4: UInt32(truncatingIfNeeded: word0)) : Address(high: word2, low: word3)
  }

  private func tuple(_ source: Address, _ destination: Address, _ ports: UInt32) -> Tuple {
    Tuple(
      source: source, destination: destination,
      sourcePort: UInt16(truncatingIfNeeded: ports >> 16),
      destinationPort: UInt16(truncatingIfNeeded: ports), family: family, l4: l4)
  }

  var key: FlowKey {
    FlowKey(zone: zone, orig: tuple(origSource, origDestination, origPorts), id: id)
  }

  /// Whether another packed flow is the same one: its key is equal.
  func isSame(as other: PackedFlow) -> Bool {
    let form: Shape = [.six, .narrow, .zoneOrig, .zoneReply]
    return id == other.id && word0 == other.word0 && origPorts == other.origPorts
      && l4 == other.l4 && zoneID == other.zoneID
      && shape.intersection(form) == other.shape.intersection(form)
      && (shape.contains(.narrow)
        || word1 == other.word1 && word2 == other.word2 && word3 == other.word3)
  }

  /// The flow, where nothing of it is aside (`isOdd`) but, maybe, `extras`.
  func flow(_ extras: FlowExtras?) -> Flow {
    let orig = tuple(origSource, origDestination, origPorts)
    let isNarrow = shape.contains(.narrow)
    let reply = tuple(
      isNarrow ? Address(ipv4: UInt32(truncatingIfNeeded: word1 >> 32)) : orig.destination,
      isNarrow ? Address(ipv4: UInt32(truncatingIfNeeded: word1)) : orig.source, replyPorts)
    var flow = Flow(
      orig: orig, reply: reply, id: id, status: status, zone: zone,
      state: shape.contains(.state) ? ConnectionState(l4: l4, rawValue: state) : nil,
      timeout: shape.contains(.timeout) ? timeout : nil,
      mark: shape.contains(.mark) ? mark : nil,
      use: shape.contains(.use) ? UInt32(use) : nil,
      origCounters: origCounters, replyCounters: replyCounters,
      start: shape.contains(.start) ? start : nil, extras: extras)
    if shape.contains(.tcpFlags) { flow.tcpFlags = TCPFlags(orig: origFlags, reply: replyFlags) }
    return flow
  }

  /// Whether a TCP connection is past its first FIN or RST.
  var isClosing: Bool {
    shape.contains(.state) && ConnectionState(l4: l4, rawValue: state).isClosing
  }
}

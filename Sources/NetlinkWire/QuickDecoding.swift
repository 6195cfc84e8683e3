package import FlowModel

/// Where an attribute is, found without a thrown error: anything unusual ends the quick way.
private struct QuickCursor {
  private var offset: Int
  private let end: Int
  private(set) var type: UInt16 = 0
  /// Offset of the value, and its length.
  private(set) var start = 0
  private(set) var length = 0
  /// Whether the attributes could not be walked to their end.
  private(set) var isBroken = false

  @inline(__always)
  init(_ start: Int, _ end: Int) {
    offset = start
    self.end = end
  }

  @inline(__always)
  init(inside outer: QuickCursor) { self.init(outer.start, outer.start + outer.length) }

  @inline(__always)
  mutating func next(in bytes: RawSpan) -> Bool {
    let left = end - offset
    guard left > 0 else { return false }
    guard left >= 4 else {
      isBroken = true
      return false
    }
    let whole = Int(bytes.host(UInt16.self, at: offset))
    guard whole >= 4, whole <= left else {
      isBroken = true
      return false
    }
    type = bytes.host(UInt16.self, at: offset + 2) & 0x3fff
    start = offset + 4
    length = whole - 4
    offset += (whole + 3) & ~3
    return true
  }
}

extension PackedTuple {
  /// Reads a tuple; false for one that is not made of what all are made of.
  @inline(__always)
  fileprivate mutating func read(_ bytes: RawSpan, _ outer: QuickCursor) -> Bool {
    var addresses = 0
    var proto = 0
    var cursor = QuickCursor(inside: outer)
    while cursor.next(in: bytes) {
      switch cursor.type {
      case TupleAttribute.ip: guard readAddresses(bytes, cursor, &addresses) else { return false }
      case TupleAttribute.proto: guard readProto(bytes, cursor, &proto) else { return false }
      case TupleAttribute.zone: return false
      default: break
      }
    }
    guard !cursor.isBroken, addresses == 0b11 || addresses == 0b1100, proto & 1 != 0 else {
      return false
    }
    isSix = addresses == 0b1100
    switch l4 {
    case IPProtocol.icmp: return proto == 0b1001
    case IPProtocol.icmpv6: return proto == 0b1_0001
    case IPProtocol.tcp, IPProtocol.udp: return proto == 0b111
    default: return proto & 0b11000 == 0
    }
  }

  @inline(__always)
  private mutating func readAddresses(
    _ bytes: RawSpan, _ outer: QuickCursor, _ seen: inout Int
  ) -> Bool {
    var cursor = QuickCursor(inside: outer)
    while cursor.next(in: bytes) {
      switch cursor.type {
      case IPAttribute.v4Source:
        guard cursor.length == 4 else { return false }
        source = Octets(ipv4: bytes.big(UInt32.self, at: cursor.start))
        seen |= 1
      case IPAttribute.v4Destination:
        guard cursor.length == 4 else { return false }
        destination = Octets(ipv4: bytes.big(UInt32.self, at: cursor.start))
        seen |= 2
      case IPAttribute.v6Source:
        guard cursor.length == 16 else { return false }
        source.high = bytes.big(UInt64.self, at: cursor.start)
        source.low = bytes.big(UInt64.self, at: cursor.start + 8)
        seen |= 4
      case IPAttribute.v6Destination:
        guard cursor.length == 16 else { return false }
        destination.high = bytes.big(UInt64.self, at: cursor.start)
        destination.low = bytes.big(UInt64.self, at: cursor.start + 8)
        seen |= 8
      default: break
      }
    }
    return !cursor.isBroken
  }

  /// Reads the protocol: bit 0 of `seen` says its number, 1 and 2 ports, 3 an ICMP triple, 4 one of ICMPv6.
  @inline(__always)
  private mutating func readProto(
    _ bytes: RawSpan, _ outer: QuickCursor, _ seen: inout Int
  ) -> Bool {
    var icmp = 0
    var cursor = QuickCursor(inside: outer)
    while cursor.next(in: bytes) {
      switch cursor.type {
      case ProtoAttribute.number:
        guard cursor.length == 1 else { return false }
        l4 = bytes.host(UInt8.self, at: cursor.start)
        seen |= 1
      case ProtoAttribute.sourcePort:
        guard cursor.length == 2 else { return false }
        ports = ports & 0xffff | UInt32(bytes.big(UInt16.self, at: cursor.start)) << 16
        seen |= 2
      case ProtoAttribute.destinationPort:
        guard cursor.length == 2 else { return false }
        ports = ports & 0xffff_0000 | UInt32(bytes.big(UInt16.self, at: cursor.start))
        seen |= 4
      case ProtoAttribute.icmpID, ProtoAttribute.icmpv6ID:
        guard cursor.length == 2 else { return false }
        ports = ports & 0xffff | UInt32(bytes.big(UInt16.self, at: cursor.start)) << 16
        icmp |= cursor.type == ProtoAttribute.icmpID ? 1 : 8
      case ProtoAttribute.icmpType, ProtoAttribute.icmpv6Type:
        guard cursor.length == 1 else { return false }
        ports = ports & 0xffff_00ff | UInt32(bytes.host(UInt8.self, at: cursor.start)) << 8
        icmp |= cursor.type == ProtoAttribute.icmpType ? 2 : 16
      case ProtoAttribute.icmpCode, ProtoAttribute.icmpv6Code:
        guard cursor.length == 1 else { return false }
        ports = ports & 0xffff_ff00 | UInt32(bytes.host(UInt8.self, at: cursor.start))
        icmp |= cursor.type == ProtoAttribute.icmpCode ? 4 : 32
      default: break
      }
    }
    switch icmp {
    case 0: break
    case 0b111: seen |= 8
    case 0b111000: seen |= 16
    default: return false
    }
    return !cursor.isBroken
  }
}

extension PackedEntry {
  /// Decodes an entry from `IPCTNL_MSG_CT_NEW`, the quick way where it is made of what nearly all are.
  ///
  /// Both ways tell the same (`Flow(decoding:)`); what is broken or unusual takes the other one.
  @inline(__always)
  package init(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    if let packed = Self.quickly(bytes, message) {
      self.init(packed)
    } else {
      self.init(try Flow(decoding: bytes, message))
    }
  }

  /// The entry, or nil where it takes the other way.
  package static func quickly(_ bytes: RawSpan, _ message: Message) -> PackedFlow? {
    var orig = PackedTuple()
    var reply = PackedTuple()
    var facts = PackedFlow.Facts()
    var seen = 0
    let payload = message.payload
    guard payload.count >= 4 else { return nil }
    var cursor = QuickCursor(payload.lowerBound + 4, payload.upperBound)
    while cursor.next(in: bytes) {
      switch cursor.type {
      case ConntrackAttribute.tupleOrig:
        // Twice is unusual: the parts of the first would shine through.
        guard seen & 1 == 0, orig.read(bytes, cursor) else { return nil }
        seen |= 1
      case ConntrackAttribute.tupleReply:
        guard seen & 2 == 0, reply.read(bytes, cursor) else { return nil }
        seen |= 2
      case ConntrackAttribute.status:
        guard cursor.length == 4 else { return nil }
        facts.status = Status(rawValue: bytes.big(UInt32.self, at: cursor.start))
        seen |= 4
      case ConntrackAttribute.id:
        guard cursor.length == 4 else { return nil }
        facts.id = bytes.big(UInt32.self, at: cursor.start)
        seen |= 8
      case ConntrackAttribute.timeout:
        guard cursor.length == 4 else { return nil }
        facts.timeout = bytes.big(UInt32.self, at: cursor.start)
      case ConntrackAttribute.mark:
        guard cursor.length == 4 else { return nil }
        facts.mark = bytes.big(UInt32.self, at: cursor.start)
      case ConntrackAttribute.use:
        guard cursor.length == 4 else { return nil }
        facts.use = bytes.big(UInt32.self, at: cursor.start)
      case ConntrackAttribute.zone:
        guard cursor.length == 2 else { return nil }
        facts.zone = Zone(id: bytes.big(UInt16.self, at: cursor.start))
      case ConntrackAttribute.countersOrig:
        guard let counters = counters(bytes, cursor) else { return nil }
        facts.origCounters = counters
      case ConntrackAttribute.countersReply:
        guard let counters = counters(bytes, cursor) else { return nil }
        facts.replyCounters = counters
      case ConntrackAttribute.protoinfo:
        guard facts.state == nil, readTCP(bytes, cursor, &facts) else { return nil }
      case ConntrackAttribute.timestamp:
        guard readStart(bytes, cursor, &facts) else { return nil }
      case ConntrackAttribute.help, ConntrackAttribute.labels,
        ConntrackAttribute.secctx, ConntrackAttribute.tupleMaster:
        return nil
      default: break
      }
    }
    guard !cursor.isBroken, seen == 15 else { return nil }
    let packed = PackedFlow(orig, reply, facts)
    return packed.isOdd ? nil : packed
  }

  @inline(__always)
  private static func counters(_ bytes: RawSpan, _ outer: QuickCursor) -> Counters? {
    var packets: UInt64?
    var octets: UInt64?
    var cursor = QuickCursor(inside: outer)
    while cursor.next(in: bytes) {
      switch cursor.type {
      case CounterAttribute.packets:
        guard cursor.length == 8 else { return nil }
        packets = bytes.big(UInt64.self, at: cursor.start)
      case CounterAttribute.bytes:
        guard cursor.length == 8 else { return nil }
        octets = bytes.big(UInt64.self, at: cursor.start)
      case CounterAttribute.packets32, CounterAttribute.bytes32: return nil
      default: break
      }
    }
    guard let packets, let octets, !cursor.isBroken else { return nil }
    return Counters(packets: packets, bytes: octets)
  }

  @inline(__always)
  private static func readStart(
    _ bytes: RawSpan, _ outer: QuickCursor, _ facts: inout PackedFlow.Facts
  ) -> Bool {
    facts.start = nil
    var cursor = QuickCursor(inside: outer)
    while cursor.next(in: bytes) {
      guard cursor.type == FirstAttribute.timestampStart else { continue }
      guard cursor.length == 8 else { return false }
      facts.start = bytes.big(UInt64.self, at: cursor.start)
    }
    return !cursor.isBroken
  }

  /// The state of a TCP connection; false for another protocol's.
  @inline(__always)
  private static func readTCP(
    _ bytes: RawSpan, _ outer: QuickCursor, _ facts: inout PackedFlow.Facts
  ) -> Bool {
    var cursor = QuickCursor(inside: outer)
    while cursor.next(in: bytes) {
      guard cursor.type == ProtoinfoAttribute.tcp, facts.state == nil else { return false }
      var orig: UInt8?
      var reply: UInt8?
      var inner = QuickCursor(inside: cursor)
      while inner.next(in: bytes) {
        switch inner.type {
        case ProtoinfoAttribute.state:
          guard inner.length == 1 else { return false }
          facts.state = ConnectionState(
            l4: .tcp, rawValue: bytes.host(UInt8.self, at: inner.start))
        case ProtoinfoAttribute.tcpFlagsOrig:
          guard inner.length == 2 else { return false }
          orig = bytes.host(UInt8.self, at: inner.start)
        case ProtoinfoAttribute.tcpFlagsReply:
          guard inner.length == 2 else { return false }
          reply = bytes.host(UInt8.self, at: inner.start)
        default: break
        }
      }
      guard !inner.isBroken, facts.state != nil else { return false }
      if let orig, let reply { facts.tcpFlags = TCPFlags(orig: orig, reply: reply) }
    }
    return !cursor.isBroken
  }
}

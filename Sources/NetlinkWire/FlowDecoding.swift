package import FlowModel

extension Flow {
  /// Decodes an entry from `IPCTNL_MSG_CT_NEW` or `IPCTNL_MSG_CT_DELETE`.
  ///
  /// The message begins with `struct nfgenmsg`, which says nothing that the attributes do not.
  /// Unknown attributes are passed over; of an attribute that comes twice, the last one holds.
  package init(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    var orig: ZonedTuple?
    var reply: ZonedTuple?
    var master: ZonedTuple?
    var id: UInt32?
    var status: Status?
    var zone: UInt16?
    var protoinfo = Protoinfo()
    var timeout: UInt32?
    var mark: UInt32?
    var use: UInt32?
    var origCounters: Counters?
    var replyCounters: Counters?
    var start: UInt64?
    var helper: String?
    var labels: [UInt8]?
    var securityContext: String?

    var cursor = AttributeCursor(try message.afterNfgenmsg(), of: "CTA")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case ConntrackAttribute.tupleOrig:
        orig = try ZonedTuple(decoding: bytes, a, "CTA_TUPLE_ORIG")
      case ConntrackAttribute.tupleReply:
        reply = try ZonedTuple(decoding: bytes, a, "CTA_TUPLE_REPLY")
      case ConntrackAttribute.status:
        status = Status(rawValue: try bytes.big(UInt32.self, a, "CTA_STATUS"))
      case ConntrackAttribute.protoinfo:
        protoinfo = try Protoinfo(decoding: bytes, a)
      case ConntrackAttribute.timeout:
        timeout = try bytes.big(UInt32.self, a, "CTA_TIMEOUT")
      case ConntrackAttribute.mark:
        mark = try bytes.big(UInt32.self, a, "CTA_MARK")
      case ConntrackAttribute.countersOrig:
        origCounters = try Counters(decoding: bytes, a)
      case ConntrackAttribute.countersReply:
        replyCounters = try Counters(decoding: bytes, a)
      case ConntrackAttribute.use:
        use = try bytes.big(UInt32.self, a, "CTA_USE")
      case ConntrackAttribute.id:
        id = try bytes.big(UInt32.self, a, "CTA_ID")
      case ConntrackAttribute.zone:
        zone = try bytes.big(UInt16.self, a, "CTA_ZONE")
      case ConntrackAttribute.timestamp:
        start = try bytes.timestampStart(a)
      case ConntrackAttribute.help:
        helper = try bytes.name(a, FirstAttribute.helpName, of: "CTA_HELP")
      case ConntrackAttribute.labels:
        labels = bytes.bytes(a)
      case ConntrackAttribute.secctx:
        securityContext = try bytes.name(a, FirstAttribute.secctxName, of: "CTA_SECCTX")
      case ConntrackAttribute.tupleMaster:
        master = try ZonedTuple(decoding: bytes, a, "CTA_TUPLE_MASTER")
      default:
        break
      }
    }
    guard let orig else { throw message.lacks("CTA_TUPLE_ORIG") }
    guard let reply else { throw message.lacks("CTA_TUPLE_REPLY") }
    guard let status else { throw message.lacks("CTA_STATUS") }
    guard let id else { throw message.lacks("CTA_ID") }
    self.init(
      orig: orig.tuple, reply: reply.tuple, id: id, status: status,
      zone: Zone(both: zone ?? 0, orig: orig.zone, reply: reply.zone),
      state: protoinfo.state, timeout: timeout, mark: mark, use: use,
      origCounters: origCounters, replyCounters: replyCounters, start: start,
      extras: FlowExtras(
        anyOf: helper, labels: labels, securityContext: securityContext, master: master?.tuple))
    tcpFlags = protoinfo.tcpFlags
  }
}

extension FlowExtras {
  /// nil when there is none of them, as for most flows.
  @inline(__always)
  fileprivate convenience init?(
    anyOf helper: String?, labels: [UInt8]?, securityContext: String?, master: Tuple?
  ) {
    guard helper != nil || labels != nil || securityContext != nil || master != nil else {
      return nil
    }
    self.init(helper: helper, labels: labels, securityContext: securityContext, master: master)
  }
}

extension Zone {
  /// One zone from the three places that the kernel has for it; it fills one of them at most.
  fileprivate init(both: UInt16, orig: UInt16, reply: UInt16) {
    if both != 0 {
      self.init(id: both)
    } else if orig != 0 {
      self.init(id: orig, direction: .orig)
    } else if reply != 0 {
      self.init(id: reply, direction: .reply)
    } else {
      self.init(id: 0)
    }
  }
}

extension Counters {
  /// `CTA_COUNTERS_PACKETS`, `CTA_COUNTERS_BYTES`, or their 32-bit forms of old kernels.
  fileprivate init(decoding bytes: RawSpan, _ attribute: Attribute) throws(DecodeError) {
    var packets: UInt64?
    var octets: UInt64?
    var cursor = AttributeCursor(inside: attribute, of: "CTA_COUNTERS")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case CounterAttribute.packets:
        packets = try bytes.big(UInt64.self, a, "CTA_COUNTERS_PACKETS")
      case CounterAttribute.bytes:
        octets = try bytes.big(UInt64.self, a, "CTA_COUNTERS_BYTES")
      case CounterAttribute.packets32:
        packets = UInt64(try bytes.big(UInt32.self, a, "CTA_COUNTERS32_PACKETS"))
      case CounterAttribute.bytes32:
        octets = UInt64(try bytes.big(UInt32.self, a, "CTA_COUNTERS32_BYTES"))
      default:
        break
      }
    }
    guard let packets else { throw attribute.lacks("CTA_COUNTERS_PACKETS") }
    guard let octets else { throw attribute.lacks("CTA_COUNTERS_BYTES") }
    self.init(packets: packets, bytes: octets)
  }
}

/// What `CTA_PROTOINFO` tells; nothing, when it is of a protocol that is not known here.
private struct Protoinfo {
  var state: ConnectionState?
  var tcpFlags: TCPFlags?

  init() {}

  init(decoding bytes: RawSpan, _ attribute: Attribute) throws(DecodeError) {
    var orig: UInt8?
    var reply: UInt8?
    var cursor = AttributeCursor(inside: attribute, of: "CTA_PROTOINFO")
    while let a = try cursor.next(in: bytes) {
      let l4: UInt8
      switch a.type {
      case ProtoinfoAttribute.tcp: l4 = IPProtocol.tcp
      case ProtoinfoAttribute.dccp: l4 = IPProtocol.dccp
      case ProtoinfoAttribute.sctp: l4 = IPProtocol.sctp
      default: continue
      }
      var inner = AttributeCursor(inside: a, of: "CTA_PROTOINFO")
      while let b = try inner.next(in: bytes) {
        switch b.type {
        case ProtoinfoAttribute.state:
          state = ConnectionState(
            l4: L4Protocol(rawValue: l4),
            rawValue: try bytes.host(UInt8.self, b, "CTA_PROTOINFO state"))
        case ProtoinfoAttribute.tcpFlagsOrig where l4 == IPProtocol.tcp:
          orig = try bytes.tcpFlags(b, "CTA_PROTOINFO_TCP_FLAGS_ORIGINAL")
        case ProtoinfoAttribute.tcpFlagsReply where l4 == IPProtocol.tcp:
          reply = try bytes.tcpFlags(b, "CTA_PROTOINFO_TCP_FLAGS_REPLY")
        default: break
        }
      }
    }
    // Flags belong to a state of TCP: without one they tell nothing.
    if let orig, let reply, state?.l4.rawValue == IPProtocol.tcp {
      tcpFlags = TCPFlags(orig: orig, reply: reply)
    }
  }
}

extension RawSpan {
  /// `struct nf_ct_tcp_flags`: the flags, and a mask that only requests have a use for.
  @inline(__always)
  fileprivate func tcpFlags(
    _ attribute: Attribute, _ name: StaticString
  ) throws(DecodeError) -> UInt8 {
    try attribute.require(2, name)
    return host(UInt8.self, at: attribute.start)
  }

  /// `CTA_TIMESTAMP_START`, or nil when there is only a stop.
  fileprivate func timestampStart(_ attribute: Attribute) throws(DecodeError) -> UInt64? {
    var start: UInt64?
    var cursor = AttributeCursor(inside: attribute, of: "CTA_TIMESTAMP")
    while let a = try cursor.next(in: self) {
      guard a.type == FirstAttribute.timestampStart else { continue }
      start = try big(UInt64.self, a, "CTA_TIMESTAMP_START")
    }
    return start
  }

  /// A text nested in an attribute.
  fileprivate func name(
    _ attribute: Attribute, _ type: UInt16, of name: StaticString
  ) throws(DecodeError) -> String? {
    var found: String?
    var cursor = AttributeCursor(inside: attribute, of: name)
    while let a = try cursor.next(in: self) {
      if a.type == type { found = text(a) }
    }
    return found
  }
}

package import FlowModel

extension Flow {
  /// The entry as the kernel would announce it: `IPCTNL_MSG_CT_NEW`, without `NLM_F_MULTI`.
  ///
  /// This is an event, from the kernel's side of the socket; it is never sent to one.
  package func announcement(sequence: UInt32) -> [UInt8] {
    event(MessageType.flow, sequence) { writer in
      if let state { writer.state(state, tcpFlags) }
      if let timeout { writer.big(ConntrackAttribute.timeout, timeout) }
      if let mark { writer.big(ConntrackAttribute.mark, mark) }
      if let use { writer.big(ConntrackAttribute.use, use) }
      if let origCounters { writer.counters(ConntrackAttribute.countersOrig, origCounters) }
      if let replyCounters { writer.counters(ConntrackAttribute.countersReply, replyCounters) }
      if let start {
        writer.nest(ConntrackAttribute.timestamp) { $0.big(FirstAttribute.timestampStart, start) }
      }
      if let extras { writer.extras(extras) }
    }
  }

  /// The kernel's word that the entry is gone: an `IPCTNL_MSG_CT_DELETE` event.
  ///
  /// Not a request to delete: those have `NLM_F_REQUEST` and are made in the Netfilter target.
  package func obituary(sequence: UInt32) -> [UInt8] {
    event(MessageType.flowGone, sequence) { _ in }
  }

  private func event(
    _ type: UInt16, _ sequence: UInt32, _ rest: (inout MessageWriter) -> Void
  ) -> [UInt8] {
    var writer = MessageWriter()
    writer.message(type: type, flags: 0, sequence: sequence) {
      $0.nfgenmsg(family: orig.family.rawValue)
      $0.tuple(ConntrackAttribute.tupleOrig, orig, zone.direction == .orig ? zone.id : 0)
      $0.tuple(ConntrackAttribute.tupleReply, reply, zone.direction == .reply ? zone.id : 0)
      if zone.direction == .both && zone.id != 0 { $0.big(ConntrackAttribute.zone, zone.id) }
      $0.big(ConntrackAttribute.id, id)
      $0.big(ConntrackAttribute.status, status.rawValue)
      rest(&$0)
    }
    return writer.bytes
  }
}

extension MessageWriter {
  mutating func tuple(_ type: UInt16, _ tuple: Tuple, _ zone: UInt16) {
    nest(type) {
      $0.nest(TupleAttribute.ip) {
        let isIPv4 = tuple.family == .ipv4
        $0.address(
          isIPv4 ? IPAttribute.v4Source : IPAttribute.v6Source, tuple.source, tuple.family)
        $0.address(
          isIPv4 ? IPAttribute.v4Destination : IPAttribute.v6Destination, tuple.destination,
          tuple.family)
      }
      $0.nest(TupleAttribute.proto) {
        $0.native(ProtoAttribute.number, tuple.l4.rawValue)
        switch tuple.l4 {
        case .icmp:
          $0.big(ProtoAttribute.icmpID, tuple.icmpID)
          $0.native(ProtoAttribute.icmpType, tuple.icmpType)
          $0.native(ProtoAttribute.icmpCode, tuple.icmpCode)
        case .icmpv6:
          $0.big(ProtoAttribute.icmpv6ID, tuple.icmpID)
          $0.native(ProtoAttribute.icmpv6Type, tuple.icmpType)
          $0.native(ProtoAttribute.icmpv6Code, tuple.icmpCode)
        case let l4 where l4.hasPorts || tuple.sourcePort != 0 || tuple.destinationPort != 0:
          $0.big(ProtoAttribute.sourcePort, tuple.sourcePort)
          $0.big(ProtoAttribute.destinationPort, tuple.destinationPort)
        default: break
        }
      }
      if zone != 0 { $0.big(TupleAttribute.zone, zone) }
    }
  }

  fileprivate mutating func counters(_ type: UInt16, _ counters: Counters) {
    nest(type) {
      $0.big(CounterAttribute.packets, counters.packets)
      $0.big(CounterAttribute.bytes, counters.bytes)
    }
  }

  fileprivate mutating func state(_ state: ConnectionState, _ flags: TCPFlags?) {
    let type: UInt16
    switch state.l4 {
    case .sctp: type = ProtoinfoAttribute.sctp
    case .dccp: type = ProtoinfoAttribute.dccp
    default: type = ProtoinfoAttribute.tcp
    }
    nest(ConntrackAttribute.protoinfo) {
      $0.nest(type) {
        $0.native(ProtoinfoAttribute.state, state.rawValue)
        guard let flags, type == ProtoinfoAttribute.tcp else { return }
        // The mask is empty, as the kernel leaves it.
        $0.raw(ProtoinfoAttribute.tcpFlagsOrig, [flags.orig, 0])
        $0.raw(ProtoinfoAttribute.tcpFlagsReply, [flags.reply, 0])
      }
    }
  }

  fileprivate mutating func extras(_ extras: FlowExtras) {
    if let helper = extras.helper {
      nest(ConntrackAttribute.help) { $0.text(FirstAttribute.helpName, helper) }
    }
    if let labels = extras.labels { raw(ConntrackAttribute.labels, labels) }
    if let context = extras.securityContext {
      nest(ConntrackAttribute.secctx) { $0.text(FirstAttribute.secctxName, context) }
    }
    if let master = extras.master { tuple(ConntrackAttribute.tupleMaster, master, 0) }
  }
}

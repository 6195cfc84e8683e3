import CMnl
import CNetfilterConntrack
import FlowModel

/// A conntrack entry as libnetfilter_conntrack reads it.
///
/// Only ever given bytes that our own decoder took without complaint: on a malformed attribute the
/// library ends the process.
struct OracleEntry: ~Copyable {
  private let entry: OpaquePointer

  struct Refused: Error {}

  init(_ message: [UInt8]) throws {
    guard let entry = nfct_new() else { throw Refused() }
    let result = message.withUnsafeBytes { bytes in
      nfct_nlmsg_parse(bytes.baseAddress?.assumingMemoryBound(to: nlmsghdr.self), entry)
    }
    guard result >= 0 else {
      nfct_destroy(entry)
      throw Refused()
    }
    self.entry = entry
  }

  deinit { nfct_destroy(entry) }

  /// The entry as a flow, attribute by attribute.
  var flow: Flow {
    var flow = Flow(
      orig: tuple(
        ATTR_ORIG_L3PROTO, ATTR_ORIG_L4PROTO, ATTR_ORIG_IPV4_SRC, ATTR_ORIG_IPV4_DST,
        ATTR_ORIG_IPV6_SRC, ATTR_ORIG_IPV6_DST, ATTR_ORIG_PORT_SRC, ATTR_ORIG_PORT_DST),
      reply: tuple(
        ATTR_REPL_L3PROTO, ATTR_REPL_L4PROTO, ATTR_REPL_IPV4_SRC, ATTR_REPL_IPV4_DST,
        ATTR_REPL_IPV6_SRC, ATTR_REPL_IPV6_DST, ATTR_REPL_PORT_SRC, ATTR_REPL_PORT_DST),
      id: nfct_get_attr_u32(entry, ATTR_ID),
      status: Status(rawValue: nfct_get_attr_u32(entry, ATTR_STATUS)), zone: zone, state: state,
      timeout: u32(ATTR_TIMEOUT), mark: u32(ATTR_MARK), use: u32(ATTR_USE),
      origCounters: counters(ATTR_ORIG_COUNTER_PACKETS, ATTR_ORIG_COUNTER_BYTES),
      replyCounters: counters(ATTR_REPL_COUNTER_PACKETS, ATTR_REPL_COUNTER_BYTES),
      start: has(ATTR_TIMESTAMP_START) ? nfct_get_attr_u64(entry, ATTR_TIMESTAMP_START) : nil,
      extras: extras)
    if has(ATTR_TCP_FLAGS_ORIG), has(ATTR_TCP_FLAGS_REPL) {
      flow.tcpFlags = TCPFlags(
        orig: nfct_get_attr_u8(entry, ATTR_TCP_FLAGS_ORIG),
        reply: nfct_get_attr_u8(entry, ATTR_TCP_FLAGS_REPL))
    }
    return flow
  }

  private func has(_ attribute: nf_conntrack_attr) -> Bool {
    nfct_attr_is_set(entry, attribute) > 0
  }

  private func u32(_ attribute: nf_conntrack_attr) -> UInt32? {
    has(attribute) ? nfct_get_attr_u32(entry, attribute) : nil
  }

  private func u16(_ attribute: nf_conntrack_attr) -> UInt16 {
    UInt16(bigEndian: nfct_get_attr_u16(entry, attribute))
  }

  private func text(_ attribute: nf_conntrack_attr) -> String? {
    guard has(attribute), let value = nfct_get_attr(entry, attribute) else { return nil }
    return String(cString: value.assumingMemoryBound(to: CChar.self))
  }

  private func counters(
    _ packets: nf_conntrack_attr, _ bytes: nf_conntrack_attr
  ) -> Counters? {
    guard has(packets) else { return nil }
    return Counters(
      packets: nfct_get_attr_u64(entry, packets), bytes: nfct_get_attr_u64(entry, bytes))
  }

  private var zone: Zone {
    if has(ATTR_ZONE) { return Zone(id: nfct_get_attr_u16(entry, ATTR_ZONE)) }
    if has(ATTR_ORIG_ZONE) {
      return Zone(id: nfct_get_attr_u16(entry, ATTR_ORIG_ZONE), direction: .orig)
    }
    if has(ATTR_REPL_ZONE) {
      return Zone(id: nfct_get_attr_u16(entry, ATTR_REPL_ZONE), direction: .reply)
    }
    return .none
  }

  private var state: ConnectionState? {
    let known: [(nf_conntrack_attr, L4Protocol)] = [
      (ATTR_TCP_STATE, .tcp), (ATTR_SCTP_STATE, .sctp), (ATTR_DCCP_STATE, .dccp),
    ]
    return known.first { has($0.0) }.map {
      ConnectionState(l4: $0.1, rawValue: nfct_get_attr_u8(entry, $0.0))
    }
  }

  private var extras: FlowExtras? {
    let helper = text(ATTR_HELPER_NAME)
    let context = text(ATTR_SECCTX)
    let master =
      has(ATTR_MASTER_L3PROTO)
      ? tuple(
        ATTR_MASTER_L3PROTO, ATTR_MASTER_L4PROTO, ATTR_MASTER_IPV4_SRC, ATTR_MASTER_IPV4_DST,
        ATTR_MASTER_IPV6_SRC, ATTR_MASTER_IPV6_DST, ATTR_MASTER_PORT_SRC, ATTR_MASTER_PORT_DST)
      : nil
    guard helper != nil || labels != nil || context != nil || master != nil else { return nil }
    return FlowExtras(helper: helper, labels: labels, securityContext: context, master: master)
  }

  /// The bits of the label mask as the sixteen bytes that the kernel sends.
  private var labels: [UInt8]? {
    guard has(ATTR_CONNLABELS), let value = nfct_get_attr(entry, ATTR_CONNLABELS) else {
      return nil
    }
    let mask = OpaquePointer(value)
    var bytes = [UInt8](repeating: 0, count: 16)
    for bit in 0..<128 where nfct_bitmask_test_bit(mask, UInt32(bit)) != 0 {
      bytes[bit / 8] |= 1 << (bit % 8)
    }
    return bytes
  }

  private func tuple(
    _ l3: nf_conntrack_attr, _ l4: nf_conntrack_attr, _ source4: nf_conntrack_attr,
    _ destination4: nf_conntrack_attr, _ source6: nf_conntrack_attr,
    _ destination6: nf_conntrack_attr, _ sourcePort: nf_conntrack_attr,
    _ destinationPort: nf_conntrack_attr
  ) -> Tuple {
    let family: Family = nfct_get_attr_u8(entry, l3) == Family.ipv6.rawValue ? .ipv6 : .ipv4
    var tuple = Tuple(
      source: family == .ipv4 ? ipv4(source4) : ipv6(source6),
      destination: family == .ipv4 ? ipv4(destination4) : ipv6(destination6),
      sourcePort: u16(sourcePort), destinationPort: u16(destinationPort), family: family,
      l4: L4Protocol(rawValue: nfct_get_attr_u8(entry, l4)))
    if tuple.l4.isICMP {
      // It tells these of the original tuple alone.
      tuple.sourcePort = u16(ATTR_ICMP_ID)
      tuple.destinationPort =
        UInt16(nfct_get_attr_u8(entry, ATTR_ICMP_TYPE)) << 8
        | UInt16(nfct_get_attr_u8(entry, ATTR_ICMP_CODE))
    }
    return tuple
  }

  private func ipv4(_ attribute: nf_conntrack_attr) -> Address {
    Address(ipv4: UInt32(bigEndian: nfct_get_attr_u32(entry, attribute)))
  }

  private func ipv6(_ attribute: nf_conntrack_attr) -> Address {
    guard let value = nfct_get_attr(entry, attribute) else { return .unspecified }
    return Address(
      high: UInt64(bigEndian: value.loadUnaligned(as: UInt64.self)),
      low: UInt64(bigEndian: value.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
  }
}

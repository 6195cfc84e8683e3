import CMnl
import CNetfilterConntrack
import FlowModel

/// An entry as libnetfilter_conntrack holds it, to have messages about it built.
///
/// The library sees nothing but values of ours: on bytes that it does not like it ends the process.
struct EntryBuilder: ~Copyable {
  /// How long a message can become: that of an IPv6 entry with everything takes 500 bytes.
  private static let mostBytes = 1024

  private let entry: OpaquePointer

  /// An empty entry; nil where there is no memory.
  init?() {
    guard let entry = nfct_new() else { return nil }
    self.entry = entry
  }

  deinit { nfct_destroy(entry) }

  /// Whether the library can build the tuple.
  ///
  /// It looks up the type that answers an ICMP type without checking the bounds of its table.
  static func isSafeToBuild(_ tuple: Tuple) -> Bool {
    switch tuple.l4 {
    case .icmp: tuple.family == .ipv4 && tuple.icmpType <= 18
    case .icmpv6: tuple.family == .ipv6 && (128...140).contains(tuple.icmpType)
    default: true
    }
  }

  func set(orig tuple: Tuple) {
    nfct_set_attr_u8(entry, ATTR_ORIG_L3PROTO, tuple.family.rawValue)
    set(tuple.source, ATTR_ORIG_IPV4_SRC, ATTR_ORIG_IPV6_SRC, tuple.family)
    set(tuple.destination, ATTR_ORIG_IPV4_DST, ATTR_ORIG_IPV6_DST, tuple.family)
    nfct_set_attr_u8(entry, ATTR_ORIG_L4PROTO, tuple.l4.rawValue)
    if tuple.l4.isICMP {
      nfct_set_attr_u8(entry, ATTR_ICMP_TYPE, tuple.icmpType)
      nfct_set_attr_u8(entry, ATTR_ICMP_CODE, tuple.icmpCode)
      nfct_set_attr_u16(entry, ATTR_ICMP_ID, tuple.icmpID.bigEndian)
    } else if tuple.l4.hasPorts {
      nfct_set_attr_u16(entry, ATTR_ORIG_PORT_SRC, tuple.sourcePort.bigEndian)
      nfct_set_attr_u16(entry, ATTR_ORIG_PORT_DST, tuple.destinationPort.bigEndian)
    }
  }

  /// The reply tuple of a protocol with ports.
  func set(reply tuple: Tuple) {
    nfct_set_attr_u8(entry, ATTR_REPL_L3PROTO, tuple.family.rawValue)
    set(tuple.source, ATTR_REPL_IPV4_SRC, ATTR_REPL_IPV6_SRC, tuple.family)
    set(tuple.destination, ATTR_REPL_IPV4_DST, ATTR_REPL_IPV6_DST, tuple.family)
    nfct_set_attr_u8(entry, ATTR_REPL_L4PROTO, tuple.l4.rawValue)
    nfct_set_attr_u16(entry, ATTR_REPL_PORT_SRC, tuple.sourcePort.bigEndian)
    nfct_set_attr_u16(entry, ATTR_REPL_PORT_DST, tuple.destinationPort.bigEndian)
  }

  /// `CTA_NAT_SRC` and `CTA_NAT_DST`: what each end was translated to, with exactly this port.
  func set(_ translation: Translation, _ family: Family) {
    switch translation.side {
    case .source:
      set(translation.address, ATTR_SNAT_IPV4, ATTR_SNAT_IPV6, family)
      nfct_set_attr_u16(entry, ATTR_SNAT_PORT, translation.port.bigEndian)
    case .destination:
      set(translation.address, ATTR_DNAT_IPV4, ATTR_DNAT_IPV6, family)
      nfct_set_attr_u16(entry, ATTR_DNAT_PORT, translation.port.bigEndian)
    }
  }

  /// A zone of one direction stands inside that direction's tuple.
  ///
  /// In a message that names an entry by its original tuple alone, one that holds for replies is left
  /// out: the kernel takes the original tuple to be in zone 0 then, and so must the request.
  func set(_ zone: Zone, withReply: Bool) {
    guard zone.id != 0 else { return }
    switch zone.direction {
    case .both: nfct_set_attr_u16(entry, ATTR_ZONE, zone.id)
    case .orig: nfct_set_attr_u16(entry, ATTR_ORIG_ZONE, zone.id)
    case .reply: if withReply { nfct_set_attr_u16(entry, ATTR_REPL_ZONE, zone.id) }
    }
  }

  func set(mark: UInt32) { nfct_set_attr_u32(entry, ATTR_MARK, mark) }
  /// Seconds.
  func set(timeout: UInt32) { nfct_set_attr_u32(entry, ATTR_TIMEOUT, timeout) }
  func set(_ status: Status) { nfct_set_attr_u32(entry, ATTR_STATUS, status.rawValue) }
  func set(helper: String) { nfct_set_attr(entry, ATTR_HELPER_NAME, helper) }

  /// `CTA_PROTOINFO_TCP`: established, and picked up in mid-stream as the kernel itself does it
  /// (`tcp_new`): no sequence number is out of window, selective acknowledgements are allowed.
  func setEstablishedTCP() {
    nfct_set_attr_u8(entry, ATTR_TCP_STATE, ConnectionState.tcpEstablished)
    // IP_CT_TCP_FLAG_BE_LIBERAL | IP_CT_TCP_FLAG_SACK_PERM
    let flags: UInt8 = 0x08 | 0x02
    for attribute in [
      ATTR_TCP_FLAGS_ORIG, ATTR_TCP_FLAGS_REPL, ATTR_TCP_MASK_ORIG, ATTR_TCP_MASK_REPL,
    ] {
      nfct_set_attr_u8(entry, attribute, flags)
    }
  }

  /// A message about the entry: `struct nlmsghdr`, `struct nfgenmsg`, and what was set.
  ///
  /// - Parameter more: appends what the library leaves out.
  /// - Returns: nothing at all where the library could not make one.
  func message(
    type: UInt16, flags: UInt16, sequence: UInt32, family: Family,
    _ more: (UnsafeMutablePointer<nlmsghdr>) -> Void = { _ in }
  ) -> [UInt8] {
    // Zeroed, since libmnl leaves the padding as it is.
    var bytes = [UInt8](repeating: 0, count: Self.mostBytes)
    let length = bytes.withUnsafeMutableBytes { buffer -> Int in
      guard let header = mnl_nlmsg_put_header(buffer.baseAddress) else { return 0 }
      header.pointee.nlmsg_type = type
      header.pointee.nlmsg_flags = flags
      header.pointee.nlmsg_seq = sequence
      // struct nfgenmsg: family, version 0, res_id 0.
      guard let generic = mnl_nlmsg_put_extra_header(header, 4) else { return 0 }
      generic.storeBytes(of: family.rawValue, as: UInt8.self)
      guard nfct_nlmsg_build(header, entry) == 0 else { return 0 }
      more(header)
      return Int(header.pointee.nlmsg_len)
    }
    return Array(bytes[..<length])
  }

  private func set(
    _ address: Address, _ ipv4: nf_conntrack_attr, _ ipv6: nf_conntrack_attr, _ family: Family
  ) {
    switch family {
    case .ipv4: nfct_set_attr_u32(entry, ipv4, (address.ipv4 ?? 0).bigEndian)
    case .ipv6:
      // The library copies the sixteen bytes.
      withUnsafeBytes(of: (address.high.bigEndian, address.low.bigEndian)) {
        nfct_set_attr(entry, ipv6, $0.baseAddress)
      }
    }
  }
}

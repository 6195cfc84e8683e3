import CMnl
import CNetfilterConntrack
package import FlowModel
import Glibc
import NetlinkWire

/// A message that deletes exactly one conntrack entry: `IPCTNL_MSG_CT_DELETE`.
///
/// The kernel takes a delete without a tuple for "empty the table". So the one way to make a
/// request is from a flow, and the finished bytes are read back, by our own cursor, before they
/// can be sent: without the flow's own tuple and id in them there is no request.
package struct DeleteRequest: Sendable {
  /// The message, ready to be sent.
  package let bytes: [UInt8]
  let sequence: UInt32

  /// Builds the request for the entry with this flow's original tuple, zone and id.
  package init(for flow: Flow, sequence: UInt32) throws(KernelError) {
    guard Self.isSafeToBuild(flow.orig) else {
      throw KernelError(.deleteFlow, .refused("conntrack knows no such ICMP type"))
    }
    let bytes = Self.build(flow, sequence: sequence)
    guard DeleteProof.holds(for: flow, in: bytes) else {
      throw KernelError(.deleteFlow, .refused("the request would not name the flow"))
    }
    self.bytes = bytes
    self.sequence = sequence
  }

  /// Whether libnetfilter_conntrack can build the tuple.
  ///
  /// It looks up the type that answers an ICMP type without checking the bounds of its table.
  private static func isSafeToBuild(_ tuple: Tuple) -> Bool {
    switch tuple.l4 {
    case .icmp: tuple.family == .ipv4 && tuple.icmpType <= 18
    case .icmpv6: tuple.family == .ipv6 && (128...140).contains(tuple.icmpType)
    default: true
    }
  }

  /// The finished message, or nothing at all where the library could not make one.
  private static func build(_ flow: Flow, sequence: UInt32) -> [UInt8] {
    guard let entry = nfct_new() else { return [] }
    defer { nfct_destroy(entry) }
    set(flow.orig, in: entry)
    set(flow.zone, in: entry)

    // The tuple of an IPv6 flow takes 120 bytes. Zeroed, since libmnl leaves the padding as it is.
    var bytes = [UInt8](repeating: 0, count: 1024)
    let length = bytes.withUnsafeMutableBytes { buffer -> Int in
      guard let header = mnl_nlmsg_put_header(buffer.baseAddress) else { return 0 }
      header.pointee.nlmsg_type = MessageType.flowGone
      header.pointee.nlmsg_flags = MessageFlag.request | MessageFlag.acknowledge
      header.pointee.nlmsg_seq = sequence
      // struct nfgenmsg: family, version 0, res_id 0.
      guard let generic = mnl_nlmsg_put_extra_header(header, 4) else { return 0 }
      generic.storeBytes(of: flow.orig.family.rawValue, as: UInt8.self)
      guard nfct_nlmsg_build(header, entry) == 0 else { return 0 }
      // The library leaves the id out. It goes back as it came.
      mnl_attr_put_u32(header, UInt16(CTA_ID.rawValue), flow.id.bigEndian)
      return Int(header.pointee.nlmsg_len)
    }
    return Array(bytes[..<length])
  }

  private static func set(_ tuple: Tuple, in entry: OpaquePointer) {
    nfct_set_attr_u8(entry, ATTR_ORIG_L3PROTO, tuple.family.rawValue)
    switch tuple.family {
    case .ipv4:
      nfct_set_attr_u32(entry, ATTR_ORIG_IPV4_SRC, (tuple.source.ipv4 ?? 0).bigEndian)
      nfct_set_attr_u32(entry, ATTR_ORIG_IPV4_DST, (tuple.destination.ipv4 ?? 0).bigEndian)
    case .ipv6:
      set(tuple.source, ATTR_ORIG_IPV6_SRC, in: entry)
      set(tuple.destination, ATTR_ORIG_IPV6_DST, in: entry)
    }
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

  private static func set(
    _ address: Address, _ attribute: nf_conntrack_attr, in entry: OpaquePointer
  ) {
    // The library copies the sixteen bytes.
    withUnsafeBytes(of: (address.high.bigEndian, address.low.bigEndian)) {
      nfct_set_attr(entry, attribute, $0.baseAddress)
    }
  }

  /// A zone of one direction stands inside that direction's tuple.
  ///
  /// One that holds for replies alone is left out: the kernel takes the original tuple to be in
  /// zone 0 then, and so must the request.
  private static func set(_ zone: Zone, in entry: OpaquePointer) {
    guard zone.id != 0 else { return }
    switch zone.direction {
    case .both: nfct_set_attr_u16(entry, ATTR_ZONE, zone.id)
    case .orig: nfct_set_attr_u16(entry, ATTR_ORIG_ZONE, zone.id)
    case .reply: break
    }
  }
}

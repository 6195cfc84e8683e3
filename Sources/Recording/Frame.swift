/// One netlink datagram as a capture holds it, after the cooked header of link type 253.
///
///      0            2            4                      14           16
///     +------------+------------+----------------------+------------+------
///     | direction  | 824        | unused               | family     | datagram
///     +------------+------------+----------------------+------------+------
///      big-endian   ARPHRD_NETLINK                       big-endian
package struct Frame: Equatable, Sendable {
  /// `LINKTYPE_NETLINK`.
  package static let linkType = 253
  static let headerLength = 16

  /// When it was captured; nanoseconds since 1970.
  package var time: UInt64
  /// The netlink family: `NETLINK_NETFILTER` (12), `NETLINK_ROUTE` (0) ...
  package var family: UInt16
  /// Whether it went to the kernel, by what nlmon notes (`PACKET_KERNEL`).
  package var isToKernel: Bool
  /// Netlink messages, in the byte order of the machine that they were captured on.
  package var datagram: [UInt8]
  /// Comments of its block: of our own recordings, the rules' texts.
  package var comments: [String] = []

  package init(time: UInt64, family: UInt16, isToKernel: Bool, datagram: [UInt8]) {
    self.time = time
    self.family = family
    self.isToKernel = isToKernel
    self.datagram = datagram
  }

  /// Takes a captured packet apart; nil when it is too short for its header.
  init?(time: UInt64, packet: ArraySlice<UInt8>) {
    guard packet.count >= Self.headerLength else { return nil }
    let start = packet.startIndex
    self.init(
      time: time, family: UInt16(packet[start + 14]) << 8 | UInt16(packet[start + 15]),
      isToKernel: packet[start + 1] == PacketType.kernel,
      datagram: Array(packet[(start + Self.headerLength)...]))
  }

  /// The cooked header.
  var header: [UInt8] {
    [
      0, isToKernel ? PacketType.kernel : PacketType.user, 0x03, 0x38, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
      UInt8(truncatingIfNeeded: family >> 8), UInt8(truncatingIfNeeded: family),
    ]
  }
}

/// `PACKET_*` of `linux/if_packet.h`, in the low byte of the first field.
private enum PacketType {
  /// `PACKET_USER`: to user space.
  static let user: UInt8 = 6
  /// `PACKET_KERNEL`: to the kernel.
  static let kernel: UInt8 = 7
}

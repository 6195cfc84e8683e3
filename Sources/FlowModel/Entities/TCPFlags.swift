/// What connection tracking remembers of the two ends of a TCP connection: `IP_CT_TCP_FLAG_*`.
package struct TCPFlags: Hashable, Sendable {
  package let orig: UInt8
  package let reply: UInt8

  package init(orig: UInt8, reply: UInt8) {
    self.orig = orig
    self.reply = reply
  }

  /// `IP_CT_TCP_FLAG_WINDOW_SCALE`.
  package static let windowScale: UInt8 = 0x01
  /// `IP_CT_TCP_FLAG_BE_LIBERAL`.
  package static let liberal: UInt8 = 0x08
  /// `IP_CT_TCP_FLAG_DATA_UNACKNOWLEDGED`.
  package static let unacknowledged: UInt8 = 0x10

  /// Whether the connection was offloaded before: the flowtable makes tracking liberal both ways
  /// (`flow_offload_fixup_tcp`, `nf_flow_table_core.c`), and nothing undoes it.
  ///
  /// A connection that was picked up in mid-stream is liberal too, but saw no window scale: of it,
  /// and of one whose ends scale no window, this tells nothing and is nil.
  package var wasOffloaded: Bool? {
    guard orig & reply & Self.liberal != 0 else { return false }
    return (orig | reply) & Self.windowScale != 0 ? true : nil
  }
}

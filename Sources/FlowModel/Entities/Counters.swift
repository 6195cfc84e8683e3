/// What one direction of a flow has carried: `CTA_COUNTERS_ORIG`, `CTA_COUNTERS_REPLY`.
///
/// The kernel leaves counters out unless `net.netfilter.nf_conntrack_acct` was 1 when the flow began.
package struct Counters: Hashable, Sendable {
  package var packets: UInt64
  /// Bytes of layer 3 and above.
  package var bytes: UInt64

  package init(packets: UInt64, bytes: UInt64) {
    self.packets = packets
    self.bytes = bytes
  }
}

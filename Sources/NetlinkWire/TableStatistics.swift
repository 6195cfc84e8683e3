/// How full the conntrack table is: the answer to `IPCTNL_MSG_CT_GET_STATS`.
package struct TableStatistics: Equatable, Sendable {
  /// `CTA_STATS_GLOBAL_ENTRIES`: entries of this namespace.
  package var entries: UInt32?
  /// `CTA_STATS_GLOBAL_MAX_ENTRIES`: `nf_conntrack_max`; older kernels leave it out.
  package var maxEntries: UInt32?

  package init(entries: UInt32?, maxEntries: UInt32?) {
    self.entries = entries
    self.maxEntries = maxEntries
  }

  package init(decoding bytes: RawSpan, _ message: Message) throws(DecodeError) {
    self.init(entries: nil, maxEntries: nil)
    var cursor = AttributeCursor(try message.afterNfgenmsg(), of: "CTA_STATS_GLOBAL")
    while let a = try cursor.next(in: bytes) {
      switch a.type {
      case StatisticsAttribute.entries:
        entries = try bytes.big(UInt32.self, a, "CTA_STATS_GLOBAL_ENTRIES")
      case StatisticsAttribute.maxEntries:
        maxEntries = try bytes.big(UInt32.self, a, "CTA_STATS_GLOBAL_MAX_ENTRIES")
      default: break
      }
    }
  }
}

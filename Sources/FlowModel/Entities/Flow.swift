/// One conntrack entry, as one poll saw it.
///
/// What the kernel left out is nil, never 0.
package struct Flow: Hashable, Sendable {
  package var orig: Tuple
  package var reply: Tuple
  /// `CTA_ID` in host order; opaque, and sent back to the kernel unchanged.
  package var id: UInt32
  package var status: Status
  package var zone: Zone
  /// `CTA_PROTOINFO`; the kernel leaves it out for offloaded flows.
  package var state: ConnectionState?
  /// `CTA_TIMEOUT` in seconds; the kernel leaves it out for offloaded flows.
  package var timeout: UInt32?
  /// The corresponding kernel constant is `CTA_MARK`.
  package var mark: UInt32?
  /// `CTA_USE`: the entry's reference count.
  package var use: UInt32?
  package var origCounters: Counters?
  package var replyCounters: Counters?
  /// `CTA_TIMESTAMP_START`, nanoseconds since 1970; needs `nf_conntrack_timestamp`.
  package var start: UInt64?
  /// What few flows have, kept aside so that the many stay small.
  package var extras: FlowExtras?
  /// `CTA_PROTOINFO_TCP_FLAGS_ORIGINAL` and `_REPLY`; the kernel leaves them out for offloaded flows.
  package var tcpFlags: TCPFlags?

  package init(
    orig: Tuple, reply: Tuple, id: UInt32, status: Status, zone: Zone = .none,
    state: ConnectionState? = nil, timeout: UInt32? = nil, mark: UInt32? = nil,
    use: UInt32? = nil, origCounters: Counters? = nil, replyCounters: Counters? = nil,
    start: UInt64? = nil, extras: FlowExtras? = nil
  ) {
    self.orig = orig
    self.reply = reply
    self.id = id
    self.status = status
    self.zone = zone
    self.state = state
    self.timeout = timeout
    self.mark = mark
    self.use = use
    self.origCounters = origCounters
    self.replyCounters = replyCounters
    self.start = start
    self.extras = extras
  }

  package var key: FlowKey { FlowKey(zone: zone, orig: orig, id: id) }
  package var lane: Lane { Lane(status) }
  package var l4: L4Protocol { orig.l4 }

  /// The name of the helper that follows this flow: `CTA_HELP_NAME`.
  package var helper: String? { extras?.helper }

  /// Bytes of both directions, or nil when the kernel counts neither.
  package var totalBytes: UInt64? {
    guard origCounters != nil || replyCounters != nil else { return nil }
    return (origCounters?.bytes ?? 0) &+ (replyCounters?.bytes ?? 0)
  }

  /// Packets of both directions, or nil when the kernel counts neither.
  package var totalPackets: UInt64? {
    guard origCounters != nil || replyCounters != nil else { return nil }
    return (origCounters?.packets ?? 0) &+ (replyCounters?.packets ?? 0)
  }
}

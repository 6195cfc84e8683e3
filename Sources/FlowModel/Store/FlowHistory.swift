/// What watching a flow has told that one look at it cannot; clocks are `Snapshot.time`.
package struct FlowHistory: Hashable, Sendable {
  /// When it was looked at last: nanoseconds, as all the others.
  package var now: UInt64
  package var firstSeen: UInt64
  /// Whether a poll before saw it in a faster lane than now.
  package var wasFaster: Bool
  /// When it came into its lane; nil when it was there at first sight.
  package var laneSince: UInt64?
  /// When its packet counters were seen to move last, by direction; nil when they were not.
  package var origMoved: UInt64?
  package var replyMoved: UInt64?

  package init(
    now: UInt64, firstSeen: UInt64, wasFaster: Bool = false, laneSince: UInt64? = nil,
    origMoved: UInt64? = nil, replyMoved: UInt64? = nil
  ) {
    self.now = now
    self.firstSeen = firstSeen
    self.wasFaster = wasFaster
    self.laneSince = laneSince
    self.origMoved = origMoved
    self.replyMoved = replyMoved
  }

  /// When either direction moved last; nil when neither was seen to.
  package var moved: UInt64? {
    guard let origMoved else { return replyMoved }
    return replyMoved.map { max($0, origMoved) } ?? origMoved
  }
}

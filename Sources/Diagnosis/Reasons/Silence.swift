import FlowModel

/// For how long a flow has had no packet, as far as polls and timeouts tell.
struct Silence: Sendable {
  /// At least so long, in nanoseconds: no poll since then saw its counters move.
  ///
  /// 0 when they moved just now; nil when it has no counters, or was not watched.
  var watched: UInt64?
  /// How long ago its last packet came, in seconds, by the timeout that is left.
  ///
  /// nil when the timeout that it began with is not known. A flow that left the fast path may have
  /// less left than silence explains.
  var byTimeout: Int?
  /// The flow was on the fast path before; nil when that is not known.
  var wasFaster: Bool?

  init(_ flow: FlowCase) {
    if let history = flow.history, flow.flow.origCounters != nil, flow.flow.replyCounters != nil {
      // On the fast path counters may have stood still whatever came.
      let since = max(
        history.firstSeen, history.moved ?? 0, history.wasFaster ? history.laneSince ?? 0 : 0)
      if history.now > history.firstSeen { watched = history.now - min(since, history.now) }
    }
    byTimeout = Self.byTimeout(flow)
    wasFaster =
      flow.history.flatMap { $0.wasFaster ? true : nil } ?? flow.flow.tcpFlags?.wasOffloaded
  }

  /// Whether packets were seen since a moment, in a direction; nil when nobody looked.
  static func moved(
    _ flow: FlowCase, _ direction: Ruleset.CtDirection, since: UInt64
  ) -> Bool? {
    let counters =
      direction == .original ? flow.flow.origCounters : flow.flow.replyCounters
    guard counters != nil, let history = flow.history else { return nil }
    let moved = direction == .original ? history.origMoved : history.replyMoved
    return moved.map { $0 > since } ?? false
  }

  /// Whether its timeout is that of a flow which came back from the fast path and had no packet since.
  ///
  /// From 6.12.107 on such a flow has a day left, whatever its timeout was; a packet sets that anew.
  static func leftFastPath(_ flow: FlowCase) -> Bool {
    guard let left = flow.flow.timeout, left <= 86_400, left > 3600,
      !flow.flow.status.contains(.fixedTimeout), flow.around.traits?.hasTimeoutPolicies == false
    else { return false }
    switch flow.flow.l4 {
    case .tcp:
      return flow.flow.state?.rawValue == 3
        && flow.around.setting("nf_conntrack_tcp_timeout_established").map { $0 > 90_000 } ?? false
    case .udp:
      return flow.around.setting("nf_conntrack_udp_timeout_stream").map { $0 < 3600 } ?? false
    default: return false
    }
  }

  private static func byTimeout(_ flow: FlowCase) -> Int? {
    guard let left = flow.flow.timeout.map(Int.init), !flow.flow.status.contains(.fixedTimeout),
      flow.around.traits?.hasTimeoutPolicies == false, let full = fullTimeout(flow, left),
      full >= left
    else { return nil }
    return full - left
  }

  /// The timeout that the last packet set, in seconds: `nf_conntrack_proto_tcp.c`, `_udp.c`.
  private static func fullTimeout(_ flow: FlowCase, _ left: Int) -> Int? {
    let around = flow.around
    if leftFastPath(flow) { return nil }
    switch flow.flow.l4 {
    case .tcp:
      // IP_CT_TCP_FLAG_DATA_UNACKNOWLEDGED: a shorter one holds, as after lost packets.
      let unacknowledged =
        around.setting("nf_conntrack_tcp_timeout_unacknowledged") ?? 300
      let retransmitted = around.setting("nf_conntrack_tcp_timeout_max_retrans") ?? 300
      guard flow.flow.state?.rawValue == 3, left > max(unacknowledged, retransmitted) else {
        return nil
      }
      return around.setting("nf_conntrack_tcp_timeout_established")
    case .udp:
      let short = around.setting("nf_conntrack_udp_timeout")
      let stream = around.setting("nf_conntrack_udp_timeout_stream")
      // Which of the two the last packet set shows only in what is left, or in being assured.
      if flow.flow.status.contains(.assured) { return stream }
      guard let short else { return nil }
      return flow.hasAnswer && left > short ? stream : flow.hasAnswer ? nil : short
    default: return nil
    }
  }
}

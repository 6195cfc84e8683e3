import FlowModel

/// A TCP connection that is ending is not offloaded any more.
enum ClosingRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? {
    guard flow.flow.l4 == .tcp, let state = flow.flow.state else { return nil }
    if state.isClosing {
      let isSure = flow.around.behavior.requiresEstablished == true
      return Reason(.closing, isSure ? .certain : .likely)
    }
    return wasReset(flow) ? Reason(.closing, .likely) : nil
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    let left = flow.flow.timeout.map { ", and goes in \($0) s" } ?? ""
    let text =
      wasReset(flow)
      ? "It was reset, by the \(flow.flow.timeout ?? 0) s that are left to it."
      : "The connection is ending (\(flow.flow.state?.name ?? "closing"))\(left)."
    return Explanation(
      reason, text, remedies: [Remedy("Nothing is to be mended: no data is to come.")])
  }

  /// A reset on the fast path leaves the state as it was, and 10 seconds (measured on 6.1) or 300
  /// (6.12): as many as a live connection has whose data nobody acknowledged.
  private static func wasReset(_ flow: FlowCase) -> Bool {
    guard flow.flow.state?.rawValue == 3, let left = flow.flow.timeout,
      !flow.flow.status.contains(.fixedTimeout), flow.around.traits?.hasTimeoutPolicies == false,
      let full = flow.around.setting("nf_conntrack_tcp_timeout_established"), full > 600
    else { return false }
    guard let flags = flow.flow.tcpFlags, left > 10 else { return left <= 10 }
    return left <= 300 && flags.wasOffloaded == true
      && (flags.orig | flags.reply) & TCPFlags.unacknowledged == 0
      && Silence(flow).watched != 0
  }
}

import FlowModel

/// A flow without a packet for longer than the flowtable's timeout is on the fast path no more.
enum IdleRule: ReasonRule {
  static var isPromise: Bool { true }

  static func judge(_ flow: FlowCase) -> Reason? {
    let reach = flow.reach
    guard reach.now != .no else { return nil }
    let silence = Silence(flow)
    let (timeout, isRead) = flow.around.flowtableTimeout(flow.flow.l4)
    if silence.wasFaster == false, !isLong(silence, timeout) || cameBeforeRule(silence) {
      return nil
    }
    if let watched = silence.watched, watched >= UInt64(timeout) * 1_000_000_000 {
      return Reason(.idle, isRead && reach.now == .yes ? .certain : .likely)
    }
    if let age = silence.byTimeout, age >= timeout { return Reason(.idle, .likely) }
    // It fell back, and no packet came since: one would have taken it back.
    if silence.wasFaster == true, silence.watched ?? 0 > 0 { return Reason(.idle, .likely) }
    return leftFastPath(flow, silence) ? Reason(.idle, .likely) : nil
  }

  private static func isLong(_ silence: Silence, _ timeout: Int) -> Bool {
    silence.watched.map { $0 >= UInt64(timeout) * 1_000_000_000 } ?? false
      || silence.byTimeout.map { $0 >= timeout } ?? false
  }

  /// It was never offloaded although rules would have it: they are younger than its last packet.
  private static func cameBeforeRule(_ silence: Silence) -> Bool { silence.wasFaster == false }

  /// From 6.14 on, a flow comes back from the fast path with a day left, whatever its timeout was.
  private static func leftFastPath(_ flow: FlowCase, _ silence: Silence) -> Bool {
    guard silence.wasFaster == true, flow.around.behavior.lingers != false,
      let left = flow.flow.timeout, left <= 86_400,
      let full = flow.around.setting("nf_conntrack_tcp_timeout_established")
    else { return false }
    return full > 90_000
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    let silence = Silence(flow)
    let (timeout, isRead) = flow.around.flowtableTimeout(flow.flow.l4)
    let seconds = silence.watched.map { Int($0 / 1_000_000_000) } ?? 0
    let span = max(seconds, silence.byTimeout ?? 0)
    let setting =
      "net.netfilter.nf_flowtable_\(flow.flow.l4 == .udp ? "udp" : "tcp")_timeout"
    let long = span >= timeout ? "for \(Quantity.span(seconds: UInt64(span))), " : ""
    return Explanation(
      reason,
      "No packet came \(long)\(long.isEmpty ? "for " : "")longer than the \(timeout) s after which "
        + "the kernel takes an idle flow from the fast path.",
      steps: flow.routeSteps + (flow.walk(.original)?.steps ?? []),
      setting: isRead ? setting : nil,
      remedies: [
        Remedy("Nothing is to be mended: the next packet offloads it again."),
        Remedy(
          "Keeps idle flows on the fast path for longer (5 minutes).",
          command: "sysctl -w \(setting)=300"),
      ])
  }
}

import FlowModel

/// A flow without a packet for longer than the flowtable's timeout is on the fast path no more.
enum IdleRule: ReasonRule {
  static var isPromise: Bool { true }

  static func judge(_ flow: FlowCase) -> Reason? {
    let reach = flow.reach
    guard reach.now != .no else { return nil }
    let silence = Silence(flow)
    let (timeout, isRead) = flow.around.flowtableTimeout(flow.flow.l4)
    // It was never offloaded although rules would have it: they are younger than its last packet.
    if silence.wasFaster == false { return nil }
    if let watched = silence.watched, watched >= UInt64(timeout) * 1_000_000_000 {
      return Reason(.idle, isRead && reach.now == .yes ? .certain : .likely)
    }
    if let age = silence.byTimeout, age >= timeout { return Reason(.idle, .likely) }
    // It fell back, and no packet is known to have come since: one would have taken it back.
    if silence.wasFaster == true, silence.watched != 0 { return Reason(.idle, .likely) }
    return Silence.leftFastPath(flow) ? Reason(.idle, .likely) : nil
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    let silence = Silence(flow)
    let (timeout, isRead) = flow.around.flowtableTimeout(flow.flow.l4)
    let seconds = silence.watched.map { Int($0 / 1_000_000_000) } ?? 0
    let span = max(seconds, silence.byTimeout ?? 0)
    let setting =
      "net.netfilter.nf_flowtable_\(flow.flow.l4 == .udp ? "udp" : "tcp")_timeout"
    let since = span >= timeout ? "for \(Quantity.span(seconds: UInt64(span))), which is" : "for"
    return Explanation(
      reason,
      "No packet came \(since) longer than the \(timeout) s after which the kernel takes an idle "
        + "flow from the fast path.",
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

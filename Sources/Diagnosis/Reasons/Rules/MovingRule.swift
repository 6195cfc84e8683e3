import FlowModel

/// An offloaded flow whose counters move although no flowtable counts: the slow path counts them.
enum MovingRule: ReasonRule {
  /// Nanoseconds after the offload that still may show its first packets.
  private static let settling: UInt64 = 3_000_000_000

  static func judge(_ flow: FlowCase) -> Reason? {
    guard let history = flow.history, flow.around.otherOffloader == nil,
      let flowtables = flow.around.flowtables, !flowtables.isEmpty,
      flowtables.allSatisfy({ !$0.flags.contains(.counter) })
    else { return nil }
    let since = max(history.laneSince ?? history.firstSeen, flow.around.rulesSince ?? 0) + settling
    let orig = Silence.moved(flow, .original, since: since) ?? false
    let reply = Silence.moved(flow, .reply, since: since) ?? false
    return orig != reply ? Reason(.halfOffloaded, .likely) : nil
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    let isOrig = (flow.history?.origMoved ?? 0) > (flow.history?.replyMoved ?? 0)
    let side = isOrig ? "from \(flow.near)" : "from \(flow.far)"
    return Explanation(
      reason,
      "Packets \(side) still take the slow path: its counters move, and no flowtable counts.",
      steps: flow.routeSteps + DeviceText.steps(flow),
      device: flow.deviceName(isOrig ? .original : .reply),
      remedies: [
        Remedy(
          "Look at the MTU and at fragments: packets that must be split bypass the fast path.")
      ])
  }
}

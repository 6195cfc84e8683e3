import FlowModel

/// A flow that has lost its flag and is on the fast path all the same.
///
/// Measured on 7.3: after a change of any IPv4 route, the flowtable entry that it makes stale is ended
/// after the new one was made, and takes the flag with it. Left are the entry's hold on the flow
/// (`CTA_USE` 2) and a timeout that counts down from a day, which each slow packet would set anew.
enum LostFlagRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? {
    applies(to: flow) ? Reason(.unknown, .likely) : nil
  }

  static func applies(to flow: FlowCase) -> Bool {
    flow.around.behavior.requiresDevices != false && flow.flow.use ?? 0 >= 2
      && Silence.leftFastPath(flow)
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    Explanation(
      reason,
      "It is on the fast path in truth: a change of routes made \(flow.kernelWord) lose its flag.",
      steps: [
        "Its entry is held twice, and \(flow.flow.timeout ?? 0) s are left of a day: a packet on the "
          + "slow path would have set the usual timeout."
      ] + flow.routeSteps,
      remedies: [Remedy("Nothing is to be mended: the flag comes back with its next offload.")])
  }
}

import FlowModel

/// The flag is set, but the packets of one direction come in by a device that no flowtable hooks.
///
/// Kernels up to 6.18 offload such flows; 7.2 and later do not.
enum HalfOffloadedRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? {
    guard flow.around.behavior.requiresDevices != true, let slow = slowDirection(flow) else {
      return nil
    }
    let all = Array((flow.around.flowtables ?? []).indices)
    let isSure =
      flow.around.behavior.requiresDevices == false && flow.around.otherOffloader == nil
      // In no flowtable at all: then it does not matter which one took the flow.
      && flow.coverage(slow, by: all) == .missing
    return Reason(.halfOffloaded, isSure ? .certain : .likely)
  }

  /// The direction whose packets meet no flowtable while those of the other do.
  private static func slowDirection(_ flow: FlowCase) -> Ruleset.CtDirection? {
    let flowtables = flow.flowtables
    let input = flow.coverage(.original, by: flowtables)
    let output = flow.coverage(.reply, by: flowtables)
    if input == .missing && output == .covered { return .original }
    if output == .missing && input == .covered { return .reply }
    return nil
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    let slow = slowDirection(flow) ?? .reply
    let device = flow.deviceName(slow) ?? "?"
    let wanted = flow.wantedDevices(slow)
    let flowtable = flow.flowtables.first.flatMap { flow.around.flowtables?[$0] }
    let all = Array((flow.around.flowtables ?? []).indices)
    let place =
      flow.coverage(slow, by: all) == .missing
      ? "in no flowtable" : "not in the flowtable \(flowtable.map(flow.name) ?? "")"
    let packets = slow == .original ? "packets from \(flow.near)" : "answers from \(flow.far)"
    return Explanation(
      reason,
      "Only one direction is on the fast path: \(packets) come in by \(device), which is "
        + "\(place).",
      steps: flow.routeSteps + DeviceText.steps(flow), device: wanted.first ?? device,
      setting: flowtable.map(flow.name), remedies: DeviceText.remedies(wanted, flowtable, flow))
  }
}

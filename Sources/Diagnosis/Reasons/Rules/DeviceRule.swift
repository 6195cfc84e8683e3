import FlowModel

/// A device of the flow is in no flowtable that takes it.
///
/// From 7.2 on the kernel does not offload such a flow. Up to 6.18 it does, by its flag alone: when
/// neither device is listed, each packet goes the slow way all the same.
enum DeviceRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? {
    flow.flow.lane == .slow ? judgeSlow(flow) : judgeOffloaded(flow)
  }

  private static func judgeSlow(_ flow: FlowCase) -> Reason? {
    if flow.path.input.certain == .unreachable { return Reason(.inputDevice, .likely) }
    if flow.path.output.certain == .unreachable { return Reason(.outputDevice, .likely) }
    let requires = flow.around.behavior.requiresDevices
    guard requires != false, flow.around.flowtables?.isEmpty == false else { return nil }
    let reach = flow.reach
    guard reach.ever != .no, let code = missing(reach.input, reach.output) else { return nil }
    // What leaves encrypted needs no device.
    let isPlain =
      flow.around.ipsec.leavesEncrypted(flow.ipsecQuestion(.original)) == .no
      && flow.around.ipsec.leavesEncrypted(flow.ipsecQuestion(.reply)) == .no
    let isSure =
      requires == true && isPlain && flow.around.otherOffloader == nil
      && flow.around.evaluator != nil && !LostFlagRule.applies(to: flow)
    return Reason(code, isSure ? .certain : .likely)
  }

  private static func judgeOffloaded(_ flow: FlowCase) -> Reason? {
    guard flow.around.behavior.requiresDevices != true, flow.around.otherOffloader == nil,
      let flowtables = flow.around.flowtables, !flowtables.isEmpty
    else { return nil }
    // Of those that its rules name: which one took it is not told.
    guard isOutside(flow, of: flow.flowtables) else { return nil }
    let isSure =
      flow.around.behavior.requiresDevices == false
      && isOutside(flow, of: Array(flowtables.indices))
    return Reason(.halfOffloaded, isSure ? .certain : .likely)
  }

  /// Whether neither direction's packets meet any of some flowtables.
  private static func isOutside(_ flow: FlowCase, of flowtables: [Int]) -> Bool {
    flow.coverage(.original, by: flowtables) == .missing
      && flow.coverage(.reply, by: flowtables) == .missing
  }

  private static func missing(_ input: Coverage, _ output: Coverage) -> ReasonCode? {
    input == .missing ? .inputDevice : output == .missing ? .outputDevice : nil
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    let isInput = reason.code != .outputDevice
    let direction: Ruleset.CtDirection = isInput ? .original : .reply
    let answer = isInput ? flow.path.input : flow.path.output
    if answer.certain == .unreachable {
      let address = isInput ? flow.near : flow.far
      return Explanation(
        reason, "No route leads back to \(address), and the kernel needs one to offload the flow.",
        steps: flow.routeSteps,
        remedies: [
          Remedy("Shows the route.", command: "ip route get " + ShellText.word(address))
        ])
    }
    let device = flow.deviceName(direction)
    let word = isInput ? "input" : "output"
    let flowtable = flow.flowtables.first.flatMap { flow.around.flowtables?[$0] }
    let wanted = flow.wantedDevices(direction)
    var text = "Its \(word) device \(device ?? "?") is in no flowtable"
    if let device, wanted != [device], !wanted.isEmpty {
      text += " (that is \(wanted.joined(separator: ", ")) below it)"
    }
    let other = isInput && flow.flow.lane == .software ? flow.deviceName(.reply) : nil
    if let other {
      let all = Array((flow.around.flowtables ?? []).indices)
      let place =
        isOutside(flow, of: all) ? "a flowtable" : "the flowtable \(flowtable.map(flow.name) ?? "")"
      text = "Neither of its devices, \(device ?? "?") and \(other), is in \(place): it has the "
      text += "flag, and every packet goes the slow way"
    } else if flow.around.behavior.requiresDevices == true {
      text += ", and \(flow.kernelWord) offloads no such flow"
    }
    return Explanation(
      reason, text + ".", steps: flow.routeSteps + DeviceText.steps(flow),
      device: wanted.first ?? device, setting: flowtable.map(flow.name),
      remedies: DeviceText.remedies(
        other == nil ? wanted : flow.wantedDevices, flowtable, flow))
  }
}

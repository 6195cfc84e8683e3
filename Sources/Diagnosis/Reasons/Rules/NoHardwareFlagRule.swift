import FlowModel

/// The flowtable lacks `flags offload`, so hardware is never asked.
///
/// Software is the best lane where no device of the flow can offload: then there is no reason. Where the
/// drivers did not say, it stands with an unknown certainty.
enum NoHardwareFlagRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? {
    guard let flowtables = flow.around.flowtables, !flowtables.isEmpty else { return nil }
    let candidates = flow.flowtables
    let flagged = candidates.count { flowtables[$0].flags.contains(.offload) }
    guard flagged < candidates.count else { return nil }
    let abilities = HardwareText.canOffload(flow)
    if abilities == [.no] { return nil }
    guard abilities.contains(.yes) else { return Reason(.noHardwareFlag, .unknown) }
    // A device that cannot offload keeps the flag from a flowtable which it shares with others.
    let isSure = abilities == [.yes] && flagged == 0 && flow.around.otherOffloader == nil
    return Reason(.noHardwareFlag, isSure ? .certain : .likely)
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    let flowtables = flow.around.flowtables ?? []
    let flowtable =
      flow.flowtables.map { flowtables[$0] }.first { !$0.flags.contains(.offload) }
    let name = flowtable.map(flow.name) ?? "its flowtable"
    let devices = HardwareText.devices(flow)
    var steps = flow.routeSteps + DeviceText.steps(flow)
    steps += devices.map { HardwareText.step($0, flow) }
    return Explanation(
      reason,
      reason.certainty == .unknown
        ? "The flowtable \(name) lacks `flags offload`; whether a device could take it over is not known."
        : "The flowtable \(name) lacks `flags offload`, so no hardware is asked to take it over.",
      steps: steps, setting: "flags offload",
      remedies: HardwareText.flagRemedies(flowtable, flow))
  }
}

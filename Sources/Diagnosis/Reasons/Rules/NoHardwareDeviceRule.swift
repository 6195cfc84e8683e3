import FlowModel

/// Hardware offload is turned off on every device of the flowtable (`hw-tc-offload`).
///
/// Drivers ask for the feature, and the kernel itself does not: it is likely, not certain.
enum NoHardwareDeviceRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? {
    let devices = HardwareText.devices(flow)
    guard HardwareText.isFlagged(flow), !devices.isEmpty else { return nil }
    let features = devices.map { flow.around.features(of: $0.index) }
    let areOff = features.allSatisfy { $0.map { $0.canOffload && !$0.hardwareOffload } ?? false }
    return areOff ? Reason(.noHardwareDevice, .likely) : nil
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    let names = HardwareText.devices(flow).map(\.name)
    let list = names.joined(separator: " and ")
    return Explanation(
      reason, "Hardware offload is turned off on \(list) (hw-tc-offload).",
      steps: flow.routeSteps + DeviceText.steps(flow), device: names.first,
      setting: "hw-tc-offload",
      remedies: names.map {
        Remedy(
          "Turns it on for \($0).",
          command: "ethtool -K " + ShellText.word($0) + " hw-tc-offload on")
      })
  }
}

import FlowModel

/// No flowtable is configured.
enum NoFlowtableRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? {
    guard let flowtables = flow.around.flowtables, flowtables.isEmpty else { return nil }
    // A kernel that may lack them has another trouble.
    let hasModule = flow.around.machine.modules["nf_flow_table"].map { $0 != .missing } ?? false
    let isSure = hasModule && flow.around.otherOffloader == nil
    return Reason(.noFlowtable, isSure ? .certain : .likely)
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    var steps = ["The ruleset was read: it defines no flowtable."]
    if let other = flow.around.otherOffloader { steps.append("Not sure, for \(other).") }
    return Explanation(
      reason, "No flowtable is configured, so nothing can be offloaded.",
      steps: steps + flow.routeSteps, setting: "flowtable", remedies: remedies(flow))
  }

  private static func remedies(_ flow: FlowCase) -> [Remedy] {
    if flow.around.isOpenWrt {
      return [
        Remedy("Turns software offloading on.", command: OpenWrtText.offloading("flow_offloading"))
      ]
    }
    let devices = [flow.deviceName(.original), flow.deviceName(.reply)].compactMap(\.self)
    let names = devices.isEmpty ? ["lan0", "wan0"] : devices
    return [
      Remedy(
        "Prints a whole ruleset that offloads, for these devices.",
        command: "flowlanes setup --devices " + ShellText.word(names.joined(separator: ","))),
      NftText.ownTable(
        "Adds a flowtable and a rule of their own beside the ruleset, for established flows.",
        devices: names),
    ]
  }
}

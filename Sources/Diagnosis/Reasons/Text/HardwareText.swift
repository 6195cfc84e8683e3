import FlowModel

/// What the reasons on the way to hardware share.
enum HardwareText {
  /// The devices of the flow's way that a flowtable can list.
  static func devices(_ flow: FlowCase) -> [Link] {
    let names = flow.wantedDevices
    return names.compactMap { name in flow.around.parts.links.first { $0.name == name } }
  }

  /// Whether every flowtable that may hold the flow asks hardware.
  static func isFlagged(_ flow: FlowCase) -> Bool {
    let flowtables = flow.flowtables.compactMap { flow.around.flowtables?[$0] }
    return !flowtables.isEmpty && flowtables.allSatisfy { $0.flags.contains(.offload) }
  }

  /// What the devices of the flow can: their drivers say so, or some flowtable with `flags offload`
  /// has them, which the kernel allows only for such devices.
  static func canOffload(_ flow: FlowCase) -> Set<Walk.Truth> {
    let devices = devices(flow)
    guard devices.count == flow.wantedDevices.count, !devices.isEmpty else { return [.unknown] }
    return Set(devices.map { canOffload($0, flow) })
  }

  private static func canOffload(_ device: Link, _ flow: FlowCase) -> Walk.Truth {
    let isBound =
      flow.around.flowtables?.contains { $0.flags.contains(.offload) && $0.lists(device.name) }
      ?? false
    if isBound { return .yes }
    guard let features = flow.around.features(of: device.index) else { return .unknown }
    return features.canOffload || features.hardwareOffload ? .yes : .no
  }

  /// What a device says of itself.
  static func step(_ device: Link, _ flow: FlowCase) -> String {
    guard let features = flow.around.features(of: device.index) else {
      return "What \(device.name) can offload is not known."
    }
    return features.hardwareOffload
      ? "\(device.name) has hw-tc-offload on."
      : features.canOffload
        ? "\(device.name) can offload, but has hw-tc-offload off."
        : "\(device.name) says that it cannot offload (hw-tc-offload is fixed off)."
  }

  /// Gives a flowtable the flag, which the kernel takes only when it is made.
  static func flagRemedies(_ flowtable: Flowtable?, _ flow: FlowCase) -> [Remedy] {
    if flow.around.isOpenWrt {
      return [
        Remedy(
          "Turns hardware offloading on.",
          command: OpenWrtText.offloading("flow_offloading", "flow_offloading_hw"))
      ]
    }
    var remedies = [
      Remedy(
        "Write `flags offload;` into the flowtable's definition and load the ruleset anew: a flowtable "
          + "that is there cannot get the flag. It is refused where a device cannot offload.")
    ]
    for device in devices(flow) {
      guard let features = flow.around.features(of: device.index), features.canOffload,
        !features.hardwareOffload
      else { continue }
      remedies.append(
        Remedy(
          "Turns hardware offload on for \(device.name).",
          command: "ethtool -K " + ShellText.word(device.name) + " hw-tc-offload on"))
    }
    return remedies
  }
}

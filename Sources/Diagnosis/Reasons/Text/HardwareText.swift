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

  /// Whether a device of the flow can offload: its driver says so, or some flowtable with
  /// `flags offload` has it, which the kernel allows only for such devices.
  static func canOffload(_ flow: FlowCase) -> Walk.Truth {
    let devices = devices(flow)
    var truth =
      devices.count == flow.wantedDevices.count && devices.count > 0 ? Walk.Truth.no : .unknown
    for device in devices {
      let isBound =
        flow.around.flowtables?.contains { $0.flags.contains(.offload) && $0.lists(device.name) }
        ?? false
      guard let features = flow.around.features(of: device.index) else {
        if isBound { return .yes }
        truth = max(truth, .unknown)
        continue
      }
      if isBound || features.canOffload || features.hardwareOffload { return .yes }
    }
    return truth
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

import FlowModel

/// What explanations about devices and flowtables share.
enum DeviceText {
  /// Which devices each flowtable has.
  static func steps(_ flow: FlowCase) -> [String] {
    flow.flowtables.compactMap { flow.around.flowtables?[$0] }.map { flowtable in
      "The flowtable \(flow.name(flowtable)) has "
        + (flowtable.devices.isEmpty
          ? "no device." : "the devices \(flowtable.devices.joined(separator: ", ")).")
    }
  }

  /// Puts devices into a flowtable.
  static func remedies(
    _ devices: [String], _ flowtable: Flowtable?, _ flow: FlowCase
  ) -> [Remedy] {
    if flow.around.isOpenWrt {
      return [
        Remedy(
          "The firewall lists the devices of its zones: put the interface of "
            + "\(devices.joined(separator: ", ")) into a zone (`list network` of a `config zone` in "
            + "/etc/config/firewall), and restart it.", command: "service firewall restart")
      ]
    }
    guard let flowtable, !devices.isEmpty else {
      return [Remedy("Add the device to the flowtable.")]
    }
    return [
      NftText.addDevices(
        "Adds \(devices.joined(separator: " and ")) to the flowtable.", devices, to: flowtable)
    ]
  }
}

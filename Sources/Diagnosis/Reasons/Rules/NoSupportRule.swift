import FlowModel

/// The kernel, or its build, has no flowtables.
enum NoSupportRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? {
    guard flow.around.flowtables?.isEmpty ?? true, missing(flow) != nil else { return nil }
    // Without the tables nothing offloads, tc and iptables included.
    if flow.around.machine.modules["nf_flow_table"] == .missing {
      return Reason(
        .noSupport, flow.around.parts.offloadsWithoutFlowtable ? .unknown : .certain)
    }
    return Reason(.noSupport, .likely)
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    let module = missing(flow) ?? "nf_flow_table"
    let release = flow.around.machine.kernel
    let text = "The kernel \(release) has no flowtables: it lacks the module \(module)."
    var remedies: [Remedy] = []
    if flow.around.isOpenWrt {
      remedies.append(
        Remedy(
          "Installs the module.",
          command: "opkg update && opkg install kmod-nft-offload"))
    }
    remedies.append(
      Remedy(
        "A kernel built with CONFIG_NF_FLOW_TABLE, CONFIG_NF_FLOW_TABLE_INET and "
          + "CONFIG_NFT_FLOW_OFFLOAD has it."))
    return Explanation(reason, text, setting: module, remedies: remedies)
  }

  private static func missing(_ flow: FlowCase) -> String? {
    ["nf_flow_table", "nf_tables", "nft_flow_offload", "nf_flow_table_inet"].first {
      flow.around.machine.modules[$0] == .missing
    }
  }
}

import FlowModel

/// A flow that a helper follows is never offloaded: the helper must see each packet.
enum HelperRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? {
    if flow.flow.helper != nil { return Reason(.helper, .certain) }
    // The bit without a name: its helper was unloaded, or somebody set the bit alone.
    return flow.flow.status.contains(.helper) ? Reason(.helper, .likely) : nil
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    guard let helper = flow.flow.helper else {
      return Explanation(
        reason, "A helper was attached to it, and the kernel offloads no such flow.",
        remedies: [
          Remedy("The flow keeps it for life; flows made after the helper is gone are free of it.")
        ])
    }
    var remedies = [
      Remedy(
        "Shows the rules that attach the helper; a narrower match spares other flows.",
        command: "nft list ruleset | grep -n helper")
    ]
    if flow.around.setting("nf_conntrack_helper") == 1 {
      remedies.insert(
        Remedy(
          "Attaches no helper by port number alone any more; rules still do. For new flows.",
          command: "sysctl -w net.netfilter.nf_conntrack_helper=0"), at: 0)
    }
    return Explanation(
      reason, "The helper \(helper) follows it, and the kernel offloads no such flow.",
      setting: helper, remedies: remedies)
  }
}

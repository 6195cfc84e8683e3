import FlowModel

/// A packet that arrived encrypted never offloads its flow; one that leaves so may.
///
/// `nft_flow_offload_eval` turns back at `skb_sec_path`. What policies say is what should happen, not
/// what does: it is likely at best.
enum IPsecRule: ReasonRule {
  static func judge(_ flow: FlowCase) -> Reason? {
    let orig = flow.around.ipsec.arrivesDecrypted(flow.ipsecQuestion(.original))
    let reply = flow.around.ipsec.arrivesDecrypted(flow.ipsecQuestion(.reply))
    guard orig == .yes || reply == .yes else { return nil }
    // The other direction offloads the flow, if rules let it.
    let reach = flow.reach
    let free = max(orig == .yes ? .no : reach.orig, reply == .yes ? .no : reach.reply)
    guard reach.now != .no else { return nil }
    return free == .no ? Reason(.ipsec, .likely) : nil
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    Explanation(
      reason,
      "Its packets arrive through IPsec, and a packet that was decrypted here offloads no flow.",
      steps: flow.routeSteps,
      remedies: [
        Remedy(
          "Only packets that arrive plain can offload it: a `flow add` that the other direction "
            + "reaches.")
      ])
  }
}

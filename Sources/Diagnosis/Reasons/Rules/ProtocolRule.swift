import FlowModel

/// The kernel offloads TCP, UDP and, since 6.1, GRE without keys and NAT: nothing else.
enum ProtocolRule: ReasonRule {
  static var holdsForLocal: Bool { true }

  static func judge(_ flow: FlowCase) -> Reason? {
    switch flow.flow.l4 {
    case .tcp, .udp: nil
    case .gre where hasKeys(flow) || flow.flow.isTranslated: Reason(.protocol, .certain)
    case .gre:
      flow.around.behavior.offloadsGRE == true
        ? nil : Reason(.protocol, flow.around.behavior.offloadsGRE == false ? .certain : .likely)
    default: Reason(.protocol, .certain)
    }
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    let text =
      if flow.flow.l4 != .gre {
        "The kernel never offloads \(flow.protocolWord): only TCP, UDP and plain GRE."
      } else if hasKeys(flow) {
        "The kernel never offloads GRE with keys, as PPTP uses it."
      } else if flow.flow.isTranslated {
        "The kernel never offloads GRE through NAT."
      } else {
        "\(flow.kernelWord) does not offload GRE; 6.1 and later do."
      }
    return Explanation(
      reason, text, remedies: [Remedy("Nothing here changes it; the slow path serves this flow.")])
  }

  /// Version 1 of GRE has call ids, which conntrack keeps as keys.
  private static func hasKeys(_ flow: FlowCase) -> Bool {
    flow.flow.orig.sourcePort != 0 || flow.flow.orig.destinationPort != 0
  }
}

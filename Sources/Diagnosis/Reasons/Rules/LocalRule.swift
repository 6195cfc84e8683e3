import FlowModel

/// A flow that begins or ends on this machine never meets the forward hook, where flows are
/// offloaded.
enum LocalRule: ReasonRule {
  static var holdsForLocal: Bool { true }

  static func judge(_ flow: FlowCase) -> Reason? {
    flow.path.isLocal.map { Reason(.local, $0) }
  }

  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation {
    let path = flow.path
    let ends = path.ends ?? .unknown
    let text =
      if let begins = path.begins, begins >= ends {
        "It begins on this router: \(flow.near) is its own address, and only forwarded flows are "
          + "offloaded."
      } else if flow.flow.orig.source.isNeverRouted || flow.flow.reply.source.isNeverRouted {
        "It stays on one link: no router forwards packets between \(flow.near) and \(flow.far)."
      } else if flow.flow.reply.source.isMulticast {
        "It goes to \(flow.far), a group: such flows are this router's own, or copied and not routed."
      } else {
        "It ends on this router: \(flow.far) is its own address, and only forwarded flows are "
          + "offloaded."
      }
    return Explanation(
      reason, text, steps: flow.routeSteps,
      remedies: [Remedy("Nothing is to be mended: the router itself handles these packets.")])
  }
}

/// Why an action on a flow cannot be tried, as far as its entry tells: found before anything is touched.
package enum ActionRefusal {
  /// One sentence, or nil where the action may be tried.
  ///
  /// `pin` is the lane pin that the flow has now.
  package static func sentence(
    _ action: FlowAction, _ flow: Flow, pin: LanePin?, machine: Machine
  ) -> String? {
    switch action {
    case .flush: nil
    case .reset: reset(flow, pin)
    case .pin(.slow, _): slow(flow, pin, machine)
    case .pin(.fast, _): fast(flow, pin)
    case .unpin: pin == nil ? "It is not pinned to a lane." : nil
    }
  }

  private static func reset(_ flow: Flow, _ pin: LanePin?) -> String? {
    replacement(flow, pin)
  }

  private static func slow(_ flow: Flow, _ pin: LanePin?, _ machine: Machine) -> String? {
    if pin?.lane == .slow { return nil }
    if let sentence = replacement(flow, pin) { return sentence }
    if flow.l4 == .udp, machine.modules["nfnetlink_cthelper"] == .missing {
      return
        "This kernel has no nfnetlink_cthelper, without which UDP cannot be held on the slow path."
    }
    return nil
  }

  private static func fast(_ flow: Flow, _ pin: LanePin?) -> String? {
    if pin?.lane == .fast { return nil }
    guard flow.l4 == .tcp || flow.l4 == .udp else { return never(flow) }
    if let helper = flow.helper, pin == nil {
      return "The helper \(helper) follows it, and the kernel offloads no such flow."
    }
    if flow.status.contains(.seqAdjust), pin == nil {
      return "Its sequence numbers are adjusted, and the kernel offloads no such flow."
    }
    return notEstablished(flow)
  }

  /// Why an entry cannot be replaced in place without harm.
  package static func replacement(_ flow: Flow, _ pin: LanePin?) -> String? {
    guard flow.l4 == .tcp || flow.l4 == .udp else { return never(flow) }
    if flow.status.contains(.dying) { return "Its entry is just being removed." }
    if flow.status.contains(.expected) || flow.extras?.master != nil {
      return "Another connection announced it (RELATED), and a new entry would not know that one."
    }
    if let helper = flow.helper, pin?.lane != .slow {
      return "The helper \(helper) follows it, and a new entry would lose what the helper knows."
    }
    if flow.status.contains(.seqAdjust), pin?.lane != .slow {
      return "Its sequence numbers are adjusted, and a new entry would lose by how much."
    }
    if flow.status.contains(.fixedTimeout) {
      return "Its timeout is fixed (IPS_FIXED_TIMEOUT), which no new entry can be made with."
    }
    return notEstablished(flow)
  }

  private static func never(_ flow: Flow) -> String {
    "The kernel never offloads \(flow.l4.name): only TCP and UDP can be pinned to a lane or reset."
  }

  /// An offloaded flow is established, though the kernel does not say so.
  private static func notEstablished(_ flow: Flow) -> String? {
    if flow.lane != .slow { return nil }
    if flow.l4 == .tcp, let state = flow.state, state.rawValue != ConnectionState.tcpEstablished {
      return "The connection is not established (\(state.name))."
    }
    if !flow.status.contains(.seenReply) { return "No answer has come yet." }
    return nil
  }
}

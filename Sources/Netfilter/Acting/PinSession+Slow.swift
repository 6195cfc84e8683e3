import FlowModel
import NetlinkWire

// Pins to the slow path: entries that name our helper, or carry an empty sequence adjustment.
extension PinSession {
  /// The bond of an entry that is pinned to slow.
  func bond(_ pin: LanePin?) -> Replacement.Bond {
    switch pin?.means {
    case .helper(let name): .helper(name)
    case .sequenceAdjustment: .sequenceAdjustment
    case .table, nil: .none
    }
  }

  mutating func pinSlow(
    _ flow: Flow, _ pin: LanePin?, until: UInt64?
  ) throws(KernelError) -> ActionResult.Outcome {
    if pin?.lane == .slow {
      try note(flow, pin, until: until)
      return .done(flow)
    }
    let bond: Replacement.Bond
    if let name = try helpers.require(for: flow) {
      bond = .helper(name)
    } else if flow.l4 == .tcp {
      bond = .sequenceAdjustment
    } else {
      return .refused(
        "This kernel has no nfnetlink_cthelper, without which UDP cannot be held on the slow path.")
    }
    let outcome = try editor.replace(flow, bond)
    guard case .done(let made?) = outcome else { return outcome }
    if pin?.lane == .fast { released.append(flow.id) }
    if until != nil || bond == .sequenceAdjustment { try note(made, nil, until: until) }
    return outcome
  }

  /// Notes in our table what the entry itself does not tell.
  private mutating func note(_ flow: Flow, _ pin: LanePin?, until: UInt64?) throws(KernelError) {
    var script = PinScript()
    if content.ids(.slow).contains(flow.id) { script.remove([flow.id], of: .slow) }
    if until != nil || pin?.means == .sequenceAdjustment || pin == nil {
      script.addSlow([flow], until: (until ?? 0) / 1_000_000_000)
    }
    guard !script.text.isEmpty else { return }
    try PinTable.apply(script)
    content = try table.read()
  }

  mutating func releaseSlow(_ flow: Flow) throws(KernelError) -> ActionResult.Outcome {
    let outcome = try editor.replace(flow, .none)
    if case .done = outcome, content.ids(.slow).contains(flow.id) {
      var script = PinScript()
      script.remove([flow.id], of: .slow)
      try PinTable.apply(script)
      content = try table.read()
    }
    return outcome
  }
}

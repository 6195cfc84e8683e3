package import FlowModel

/// What will follow when something is done to one flow, as far as this machine lets us know.
///
/// What replacing an entry keeps and what it does not was measured on Linux 6.1 and 7.3, with
/// `nf_conntrack_tcp_loose` 0 and 1, with and without NAT.
package struct ActionConsequences: Sendable {
  package let sentences: [String]

  /// `pin` is the pin to a lane that the flow has now.
  package init(
    _ action: FlowAction, _ flow: Flow, _ machine: Machine, pin: LanePin? = nil,
    fastPath: FastPath = FastPath()
  ) {
    sentences =
      switch action {
      case .flush: FlushConsequences(flow, machine).sentences
      case .reset: [Self.reset(flow), Self.carriedOver(flow)]
      case .pin(.slow, _): Self.slow(flow, machine, pin) + [Self.carriedOver(flow)]
      case .pin(.fast, _): Self.fast(flow, pin, fastPath)
      case .unpin: Self.unpin(flow, pin)
      }
  }

  private static func reset(_ flow: Flow) -> String {
    switch flow.lane {
    case .slow:
      "An equal entry takes the place of this one at once; the connection goes on."
    case .software:
      "An equal entry takes the place of this one at once: the fast path lets go of it, its next"
        + " packet finds rules and routes as they are now, and the connection goes on."
    case .hardware:
      "An equal entry takes the place of this one at once: its hardware rule goes within a second,"
        + " its next packet finds rules and routes as they are now, and the connection goes on."
    }
  }

  private static func carriedOver(_ flow: Flow) -> String {
    let binding = flow.isTranslated ? "Its NAT binding stays; " : ""
    let text = "id and the kernel's counters start anew, the totals here go on."
    return binding.isEmpty ? text.capitalizedStart : binding + text
  }

  private static func slow(_ flow: Flow, _ machine: Machine, _ pin: LanePin?) -> [String] {
    let lacksHelpers = machine.modules["nfnetlink_cthelper"] == .missing
    let means = lacksHelpers ? "an empty sequence adjustment" : "a helper that does nothing"
    let way =
      flow.lane == .slow ? "stays on the slow path" : "goes to the slow path and stays there"
    let text = "It \(way), whatever the ruleset says: \(means) holds it. The connection goes on."
    return pin?.lane == .fast ? [text, "The pin to fast ends."] : [text]
  }

  private static func fast(_ flow: Flow, _ pin: LanePin?, _ path: FastPath) -> [String] {
    let devices =
      path.devices.count > 4
      ? "\(path.devices.count) devices" : path.devices.joined(separator: ", ")
    let hardware = path.triesHardware ? ", in hardware where the driver takes it" : ""
    var sentences = [
      "A table of ours beside your ruleset, \(LanePins.table.family.name) \(LanePins.table.name),"
        + " offloads it between \(devices)\(hardware): from its next packet on, if your ruleset"
        + " accepts that."
    ]
    if pin?.lane == .slow {
      sentences.append("The pin to slow ends: an entry without it takes the place of this one.")
    }
    return sentences
  }

  private static func unpin(_ flow: Flow, _ pin: LanePin?) -> [String] {
    switch pin?.lane {
    case .slow?:
      [
        "An entry without the pin takes the place of this one; the ruleset offloads it again"
          + " with its next packet, where it does so. The connection goes on."
      ]
    case .fast?:
      [
        "Our table lets go of it: it stays on the fast path only where your ruleset offloads it."
          + " The connection goes on."
      ]
    case nil: ["It is listed in the order of the others again."]
    }
  }
}

extension String {
  /// The same with a capital at its beginning.
  fileprivate var capitalizedStart: String { prefix(1).uppercased() + dropFirst() }
}

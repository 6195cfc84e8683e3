import FlowModel

/// What will follow when the entries of several flows are deleted or made anew.
struct ManyConsequences {
  private var connections = 0
  private var translated = 0
  private var inHardware = 0
  private let machine: Machine

  init(_ records: some Sequence<FlowRecord>, _ machine: Machine) {
    self.machine = machine
    for record in records {
      let flow = record.flow
      if flow.l4 == .tcp, !(flow.state?.isClosing ?? false) { connections += 1 }
      if flow.isTranslated { translated += 1 }
      if flow.lane == .hardware { inHardware += 1 }
    }
  }

  var flush: [String] {
    var sentences = [
      "Those that go on come back with their next packet, if the ruleset accepts it:"
        + " id, age, counters and mark start anew."
    ]
    if connections > 0, machine.picksUpMidStream != true {
      let number = Quantity.count(connections)
      sentences.append(
        machine.picksUpMidStream == false
          ? "nf_conntrack_tcp_loose is 0: the TCP connections (\(number)) will be dead where a rule"
            + " drops invalid packets."
          : "With nf_conntrack_tcp_loose=0 the TCP connections (\(number)) may be dead.")
    }
    if translated > 0 {
      sentences.append(
        "NAT bindings go too (\(Quantity.count(translated))): where the far end sends first,"
          + " a connection is reset.")
    }
    if inHardware > 0 {
      sentences.append(
        "Hardware may forward \(Quantity.count(inHardware)) of them for up to a second more.")
    }
    return sentences
  }

  var reset: [String] {
    [
      "Equal entries take their places at once: what is offloaded is torn down and made anew by"
        + " rules and routes as they are now. The connections go on."
    ]
  }
}

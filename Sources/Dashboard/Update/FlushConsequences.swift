package import FlowModel

/// What will follow when a flow's entry is deleted, as far as this machine lets us know.
///
/// Measured on Linux 6.1, 6.12 and 7.3: see `nf_conntrack_proto_tcp.c` (`tcp_new`, loose pick-up)
/// and `nf_flow_table_core.c` (a dying entry is never found).
package struct FlushConsequences: Sendable {
  package let sentences: [String]

  package init(_ flow: Flow, _ machine: Machine) {
    var sentences = [Self.return(flow, machine)]
    switch flow.lane {
    case .slow: break
    case .software: sentences.append("The fast path lets go of it with its next packet.")
    case .hardware: sentences.append("The hardware may forward it for up to a second more.")
    }
    if flow.isTranslated {
      sentences.append(
        "Its NAT binding goes too: if the far end sends first, the connection is reset.")
    }
    self.sentences = sentences
  }

  private static func `return`(_ flow: Flow, _ machine: Machine) -> String {
    guard flow.l4 == .tcp else {
      return "Its next packet makes a new entry, if the ruleset accepts it: new id, counters, mark."
    }
    if let state = flow.state, state.isClosing {
      return "The connection is over or ending (\(state.name)): only what is left of it goes."
    }
    switch machine.picksUpMidStream {
    case true?:
      return
        "Its next packet makes a new entry in mid-stream, which rules may offload again at once;"
        + " id, age, counters and mark start anew."
    case false?:
      return "nf_conntrack_tcp_loose is 0: where a rule drops invalid packets,"
        + " the connection will be dead."
    case nil:
      return "With nf_conntrack_tcp_loose=1 its next packet makes a new entry;"
        + " with 0 the connection may be dead."
    }
  }
}

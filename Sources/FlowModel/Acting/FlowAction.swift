/// Something that an operator has done to flows.
package enum FlowAction: Hashable, Sendable {
  /// Delete the entry, which ends its flowtable entry too: `conntrack -D`.
  case flush
  /// Replace the entry by an equal one: a stale offload is torn down and made anew.
  case reset
  /// Hold the flow in a lane; `until` is the calendar's time when that ends, in nanoseconds since 1970,
  /// nil for as long as the flow lives.
  case pin(LanePin.Lane, until: UInt64?)
  /// End whatever pin there is.
  case unpin

  /// As the command line names it.
  package var name: String {
    switch self {
    case .flush: "flush"
    case .reset: "reset"
    case .pin: "pin"
    case .unpin: "unpin"
    }
  }
}

/// An action with its targets and what it needs to know of the machine: data, to be carried out elsewhere.
///
/// The targets are whole entries as they were seen: each is looked for by zone, original tuple and id,
/// and where that is gone nothing happens.
package struct ActionRequest: Hashable, Sendable {
  package var action: FlowAction
  package var flows: [Flow]
  /// Settings and modules of the machine, as last read.
  package var machine: Machine
  /// What a flowtable for these flows would be like; used by a pin to fast alone.
  package var fastPath: FastPath

  package init(
    _ action: FlowAction, _ flows: [Flow], machine: Machine = Machine(),
    fastPath: FastPath = FastPath()
  ) {
    self.action = action
    self.flows = flows
    self.machine = machine
    self.fastPath = fastPath
  }
}

/// The devices between which a flowtable of ours forwards, and whether hardware may be asked to.
package struct FastPath: Hashable, Sendable {
  /// Names, each once.
  package var devices: [String]
  /// Whether to try `flags offload` first.
  package var triesHardware: Bool

  package init(devices: [String] = [], triesHardware: Bool = false) {
    self.devices = devices
    self.triesHardware = triesHardware
  }
}

package import FlowModel

/// Where polls come from.
///
/// The kernel is one (`KernelSource`); a test's list another.
package protocol FlowSource: AnyObject {
  /// Reads every flow that there is now; blocks while it does.
  ///
  /// `deliver` gets the parts one by one, in their order; a poll that fails may have told some of them.
  func poll(_ deliver: (PollPart) -> Void) throws(KernelError)
}

extension FlowSource {
  /// Reads every flow that there is now, as one snapshot.
  package func poll() throws(KernelError) -> Snapshot {
    var flows: [Flow] = []
    var result: Snapshot?
    try poll { part in
      switch part {
      case .began(let start):
        // Room for all from the start: growing would copy them several times over.
        let entries = Int(start.entries ?? 0)
        flows.reserveCapacity(entries + entries / 32)
      case .again: flows.removeAll(keepingCapacity: true)
      case .flows(let more): flows += more.flows
      case .ended(let snapshot): result = snapshot
      case .paced: break
      }
    }
    guard var result else { throw KernelError(.dumpFlows, .silent) }
    result.flows = flows
    return result
  }
}

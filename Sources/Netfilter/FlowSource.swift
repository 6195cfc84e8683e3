package import FlowModel

/// Where snapshots come from, one at each poll.
///
/// The kernel is one (`KernelSource`); a test's list another.
package protocol FlowSource {
  /// Reads every flow that there is now; blocks while it does.
  mutating func poll() throws(KernelError) -> Snapshot
}

package import FlowModel

/// Flushes single flows, over a socket of its own, so that it never waits for a dump.
///
/// An actor on its own queue: a kernel that takes its time holds nobody else up.
package actor FlowDeleter {
  private let executor = QueueExecutor(label: "flowlanes.deleter")
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  private var sequence: UInt32 = 0

  package init() {}

  /// Deletes the one entry that has this flow's original tuple, zone and id.
  package func delete(_ flow: Flow) -> Deletion {
    sequence &+= 1
    do throws(KernelError) {
      return try DeleteRequest(for: flow, sequence: sequence).send()
    } catch {
      return .failed(error)
    }
  }
}

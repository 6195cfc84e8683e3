package import Dispatch

/// Runs an actor on a serial queue of its own, since Dispatch's queues are no executors on Linux.
package final class QueueExecutor: SerialExecutor {
  package let queue: DispatchQueue

  package init(label: String) { queue = DispatchQueue(label: label) }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  /// Lets `assumeIsolated` work in what Dispatch itself calls on the queue.
  package func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}

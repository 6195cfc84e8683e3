import Dispatch
package import FlowModel
import Glibc
import NetlinkWire
import Synchronization

/// Acts on flows: flush, reset, pin, unpin, over sockets of its own, so that no action waits for a dump.
///
/// An actor on its own queue: a kernel that takes its time holds nobody else up. One action is carried
/// out after the other.
package actor FlowController {
  private let executor = QueueExecutor(label: "flowlanes.controller")
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// Whether the action under way shall stop at the next flow.
  private nonisolated let isStopped = Atomic(false)

  package init() {}

  /// Carries out an action; what became of each flow, in no particular order.
  ///
  /// - Parameter progress: is told, on this actor's queue, how many flows are done.
  package func perform(
    _ request: ActionRequest, progress: @Sendable (Int) -> Void = { _ in }
  ) -> [ActionResult] {
    isStopped.store(false, ordering: .relaxed)
    do throws(KernelError) {
      switch request.action {
      case .flush: return try flush(request.flows, request.machine, progress)
      case .reset, .pin, .unpin:
        let lock = PinLock()
        defer { withExtendedLifetime(lock) {} }
        var session = try PinSession(request)
        return try session.run(progress) { isStopped.load(ordering: .relaxed) }
      }
    } catch {
      return request.flows.map { ActionResult($0, .failed(error.sentence + ".")) }
    }
  }

  /// Stops the action under way; what is done stays done.
  package nonisolated func stop() { isStopped.store(true, ordering: .relaxed) }

  private func flush(
    _ flows: [Flow], _ machine: Machine, _ progress: @Sendable (Int) -> Void
  ) throws(KernelError) -> [ActionResult] {
    var editor = try EntryEditor(machine)
    var results: [ActionResult] = []
    results.reserveCapacity(flows.count)
    var rest = flows[...]
    while !rest.isEmpty, !isStopped.load(ordering: .relaxed) {
      results += try editor.delete(rest.prefix(EntryEditor.batch))
      rest = rest.dropFirst(EntryEditor.batch)
      progress(results.count)
    }
    return results
  }

  // MARK: What follows

  /// Of how many flows that were flushed at once it is watched what becomes of each.
  package static let mostFollowed = 10
  /// How long a flow that was flushed is waited for, and how long one that came back is watched for a
  /// faster lane.
  private static let patience = Duration.seconds(3)
  private static let settling = Duration.milliseconds(500)

  /// Watches what follows a flush: whether the flow comes back, when, and into which lane.
  package func follow(_ flow: Flow) async -> Aftermath? {
    guard var editor = try? EntryEditor(Machine()) else { return nil }
    let start = ContinuousClock.now
    var back: (Duration, Flow)?
    while true {
      let passed = ContinuousClock.now - start
      do throws(KernelError) {
        if let found = try editor.find(flow) {
          back = (back?.0 ?? passed, found)
          if found.lane != .slow { break }
        }
      } catch {
        return nil
      }
      if let back {
        if passed - back.0 >= Self.settling { break }
      } else if passed >= Self.patience {
        return .didNotComeBack(within: UInt64(passed / .nanoseconds(1)))
      }
      try? await Task.sleep(for: .milliseconds(2))
    }
    return back.map { .cameBack(after: UInt64($0.0 / .nanoseconds(1)), $0.1) }
  }

  // MARK: What is left over

  /// Takes away what no flow needs any more: ids of flows that are gone, our table when nothing stands in
  /// it, our helpers that no entry names; and ends the pins whose time is over.
  ///
  /// - Parameter machine: as last read.
  /// - Returns: the flows whose pins were ended, with the entries that stand in their place now.
  package func tidy(_ machine: Machine) throws(KernelError) -> [ActionResult] {
    let lock = PinLock()
    defer { withExtendedLifetime(lock) {} }
    var session = try PinSession(ActionRequest(.unpin, [], machine: machine))
    return try session.tidy()
  }
}

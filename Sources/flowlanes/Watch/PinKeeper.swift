import Dashboard
import FlowModel
import Netfilter

/// Looks after pins while the dashboard runs: ends those whose time is over, and takes away what pins of
/// flows that ended have left in the kernel.
final class PinKeeper {
  /// How often at most it goes over the kernel; nanoseconds.
  private static let period: UInt64 = 5_000_000_000

  private let controller: FlowController
  /// When it went over the kernel last; nil before the first time, which finds what a crash left.
  private var last: UInt64?
  private var pinned = 0
  private var isDue = true

  init(_ controller: FlowController) { self.controller = controller }

  /// Looks at the pins of a poll; `ended` is told of the pins that had to be ended.
  func look(
    at pins: LanePins, _ snapshot: Snapshot,
    ended: @escaping @MainActor ([ActionResult]) -> Void
  ) {
    // A pinned flow that is gone leaves a helper behind, which no poll shows.
    if pins.count < pinned { isDue = true }
    pinned = pins.count
    if !pins.orphans.isEmpty || pins.hasTable && pins.isEmpty && !pins.isTableForeign
      || !pins.overdue(at: snapshot.wallTime).isEmpty
    {
      isDue = true
    }
    guard isDue, last.map({ snapshot.time >= $0 + Self.period }) ?? true else { return }
    isDue = false
    last = snapshot.time
    let controller = controller
    let machine = snapshot.machine
    Task {
      // What fails now is tried again at the next reason to.
      let results = (try? await controller.tidy(machine)) ?? []
      if !results.isEmpty { ended(results) }
    }
  }
}

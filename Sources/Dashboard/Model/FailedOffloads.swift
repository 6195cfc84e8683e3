import Diagnosis
package import FlowModel

/// Slow flows that a rule should have offloaded: their packets come, and they stay slow all the same.
package struct FailedOffloads: Sendable {
  package private(set) var keys: Set<FlowKey> = []
  /// Those that a poll before did not know.
  package private(set) var new: [FlowKey] = []
  /// Whether there may be more: only the first of many flows without a known reason are looked into.
  package private(set) var isAtLeast = false

  /// How many flows are looked into in one poll.
  private static let most = 64
  /// How long a flow must have been watched; nanoseconds.
  private static let patience: UInt64 = 5_000_000_000

  init() {}

  init(_ store: FlowStore, _ reasons: FlowReasons, _ diagnostician: Diagnostician, before: Self) {
    guard reasons.count(.slow, .unknown) > 0 else { return }
    var asked = 0
    for (place, record) in store.records.enumerated() where record.lane == .slow {
      guard !record.hasEnded, record.hasMoved, reasons[place]?.shownCode == .unknown,
        store.time - record.firstSeen >= Self.patience
      else { continue }
      if asked == Self.most {
        isAtLeast = true
        break
      }
      asked += 1
      if diagnostician.failsToOffload(record.flow, record.history) {
        keys.insert(record.key)
        if !before.keys.contains(record.key) { new.append(record.key) }
      }
    }
  }
}

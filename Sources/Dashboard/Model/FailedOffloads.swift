import Diagnosis
package import FlowModel

/// Slow flows that a rule should have offloaded: their packets come, and they stay slow all the same.
package struct FailedOffloads: Sendable {
  package private(set) var keys: Set<FlowKey> = []
  /// Those that a poll before did not know.
  package private(set) var new: [FlowKey] = []
  /// Whether there may be more: only the first of many flows without a known reason are looked into.
  package private(set) var isAtLeast = false
  /// The places of flows to look into, as a poll meets them.
  private var suspects: [Int] = []

  /// How many flows are looked into in one poll.
  private static let most = 64
  /// How long a flow must have been watched; nanoseconds.
  private static let patience: UInt64 = 5_000_000_000

  init() {}

  mutating func begin() { suspects = [] }

  /// Notes a slow flow that lives and whose reason is not known, if it is to be looked into; `now` is
  /// the poll's time.
  mutating func note(_ place: Int, of records: RecordTable, now: UInt64) {
    guard suspects.count <= Self.most, records.hasMoved(at: place),
      now - min(now, records.firstSeen(at: place)) >= Self.patience
    else { return }
    suspects.append(place)
  }

  mutating func finish(_ store: FlowStore, _ diagnostician: Diagnostician) {
    let before = keys
    (keys, new) = ([], [])
    isAtLeast = suspects.count > Self.most
    for place in suspects.prefix(Self.most) {
      let record = store.records[place]
      guard diagnostician.failsToOffload(record.flow, record.history) else { continue }
      keys.insert(record.key)
      if !before.contains(record.key) { new.append(record.key) }
    }
    suspects = []
  }
}

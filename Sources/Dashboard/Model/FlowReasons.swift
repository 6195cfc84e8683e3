package import Diagnosis
package import FlowModel

/// The reason of each record of a store, and how many flows of a lane have which.
package struct FlowReasons: Sendable {
  /// By the place of the record: two octets each, for there can be a million.
  private var reasons: [Reason?] = []
  /// Flows by lane and code.
  private var counts: [Int]

  private static let codes = ReasonCode.allCases.count

  package init() {
    counts = Array(repeating: 0, count: Lane.allCases.count * Self.codes)
  }

  /// Asks for the reason of each record; flows that ended are not counted.
  init(_ store: FlowStore, reason find: (FlowRecord) -> Reason?) {
    self.init()
    reasons.reserveCapacity(store.records.count)
    for record in store.records {
      let reason = find(record)
      reasons.append(reason)
      if let reason, !record.hasEnded { counts[Self.slot(record.lane, reason.shownCode)] += 1 }
    }
  }

  private static func slot(_ lane: Lane, _ code: ReasonCode) -> Int {
    Int(lane.rawValue) * codes + Int(code.number)
  }

  /// The reason of the record at a place of the store; nil where it has none.
  package subscript(place: Int) -> Reason? {
    reasons.indices.contains(place) ? reasons[place] : nil
  }

  /// How many flows of a lane have a reason.
  package func count(_ lane: Lane, _ code: ReasonCode) -> Int { counts[Self.slot(lane, code)] }

  /// How many flows of a lane have which reason, the most frequent first.
  package func sums(_ lane: Lane) -> [(code: ReasonCode, flows: Int)] {
    ReasonCode.allCases
      .map { (code: $0, flows: counts[Self.slot(lane, $0)]) }
      .filter { $0.flows > 0 }
      .sorted { ($1.flows, $0.code.number) < ($0.flows, $1.code.number) }
  }
}

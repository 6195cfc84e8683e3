/// What one poll changed: flows that began and ended, lanes that were left for others.
///
/// Of many only the first are named, for a poll may change a million; the counts are whole.
package struct PollChanges: Sendable {
  /// A flow that began or ended.
  package struct Sight: Sendable {
    package let key: FlowKey
    package let lane: Lane
  }

  /// A change of lane, and how many the flow has made within the last two minutes, this one included.
  package struct Change: Sendable {
    package let key: FlowKey
    package let move: LaneMove
    package let recent: Int
  }

  package private(set) var began: [Sight] = []
  package private(set) var beganCount = 0
  package private(set) var ended: [Sight] = []
  package private(set) var endedCount = 0
  package private(set) var moves: [Change] = []
  package private(set) var faster = 0
  package private(set) var fellBack = 0
  /// Flows that the kernel said ended since the poll before, and that no poll saw.
  package internal(set) var shortLived = ShortLived()

  /// How many flows that began or ended are named.
  package static let mostSights = 64
  /// How many changes of lane are named.
  package static let mostMoves = 512
  /// Changes longer ago than this make no loop; nanoseconds.
  package static let recent: UInt64 = 120_000_000_000

  package init() {}

  mutating func begin(_ flow: PackedFlow) {
    beganCount += 1
    if began.count < Self.mostSights { began.append(Sight(key: flow.key, lane: flow.lane)) }
  }

  mutating func end(_ record: PackedRecord) {
    endedCount += 1
    if ended.count < Self.mostSights {
      ended.append(Sight(key: record.flow.key, lane: record.lane))
    }
  }

  /// Notes the newest of a flow's lane changes.
  mutating func move(_ key: FlowKey, _ all: [LaneMove]) {
    guard let move = all.last, let from = move.from else { return }
    if move.isFallBack { fellBack += 1 }
    if from.rawValue < move.to.rawValue { faster += 1 }
    guard moves.count < Self.mostMoves else { return }
    let recent = all.count {
      $0.from != nil && $0.wallTime <= move.wallTime && move.wallTime - $0.wallTime < Self.recent
    }
    moves.append(Change(key: key, move: move, recent: recent))
  }
}

/// What a store keeps of the kernel's words that flows ended, until a poll can make something of them.
struct Endings: Sendable {
  /// Flows that are kept back at most: what a flood says beyond is taken in at once.
  static let most = 65_536
  /// How many polls the end of an entry that was replaced is waited for: some seconds at least.
  private static let patience: UInt32 = 50

  /// Whether flows of a poll are being taken in.
  var isTaking = false
  /// What ended meanwhile, to be taken in when they all are there.
  private(set) var waiting: [FlowBatch] = []
  private var waitingCount = 0
  /// Those that no poll saw, since the last poll.
  var shortLived = ShortLived()
  /// Entries that others stand in the place of, and the poll that saw it last; their end is none.
  private var replaced: [FlowKey: UInt32] = [:]

  /// Keeps a batch back; false when there is no more room.
  mutating func keep(_ flows: FlowBatch) -> Bool {
    guard waitingCount + flows.entries.count <= Self.most else { return false }
    waiting.append(flows)
    waitingCount += flows.entries.count
    return true
  }

  mutating func takeWaiting() -> [FlowBatch] {
    defer { (waiting, waitingCount) = ([], 0) }
    return waiting
  }

  mutating func takeShortLived() -> ShortLived {
    defer { shortLived = ShortLived() }
    return shortLived
  }

  /// Notes that the flow of an entry goes on as another entry.
  mutating func replace(_ key: FlowKey, in poll: UInt32) { replaced[key] = poll }

  /// Whether the end of an entry is that of one replaced; it is told once.
  mutating func takeReplaced(_ key: FlowKey) -> Bool {
    replaced.isEmpty ? false : replaced.removeValue(forKey: key) != nil
  }

  /// Forgets entries whose end is not told any more: the kernel tells none of those older than we.
  mutating func forget(at poll: UInt32) {
    if !replaced.isEmpty { replaced = replaced.filter { poll &- $0.value < Self.patience } }
  }
}

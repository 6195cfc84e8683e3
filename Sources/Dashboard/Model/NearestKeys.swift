import FlowModel

/// The keys that come first, or last, of however many are met: in the room of a few thousand.
struct NearestKeys {
  private let most: Int
  private let isLast: Bool
  private var keys: [FlowSortKey] = []
  /// What comes behind this is not among them.
  private var limit: FlowSortKey?

  init(_ most: Int, last: Bool = false) {
    self.most = most
    isLast = last
  }

  mutating func note(_ key: FlowSortKey) {
    if let limit, isLast ? key < limit : limit < key { return }
    keys.append(key)
    if keys.count / 2 >= most { cut() }
  }

  private mutating func cut() {
    keys.sort()
    guard keys.count > most else { return }
    if isLast {
      keys.removeFirst(keys.count - most)
      limit = keys.first
    } else {
      keys.removeLast(keys.count - most)
      limit = keys.last
    }
  }

  /// Those that were nearest, in order.
  mutating func sorted() -> [FlowSortKey] {
    keys.sort()
    cut()
    return keys
  }
}

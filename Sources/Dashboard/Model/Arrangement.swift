import Diagnosis
import FlowModel

/// A list of flows in the making: range by range of places, so that a million keep nobody waiting.
///
/// Of few flows all are put in order. Of many only those around an anchor are, some thousand each way:
/// the rest stands before and behind them, in no order, until the operator comes there.
struct Arrangement {
  /// Around what the rows are put in order.
  enum Anchor {
    case start
    case end
    case record(FlowSortKey)
  }

  /// What came of it.
  struct Rows {
    var places = PlaceList()
    /// The rows that are in order.
    var ordered: Range<Int> = 0..<0
    /// The row that the anchor is in, or would be.
    var anchor = 0
    var sum = ListedSum()
  }

  /// How many rows are put in order each way of an anchor, where not all are.
  static let reach = 4096

  /// The first place that has not been looked at.
  private(set) var next = 0
  private let count: Int
  private let anchor: Anchor
  private var before = PlaceList()
  private var after = PlaceList()
  private var last: NearestKeys
  private var first: NearestKeys
  private var sum = ListedSum()

  init(_ count: Int, around anchor: Anchor) {
    self.count = count
    self.anchor = anchor
    let reach = count > Moment.mostAtOnce ? Self.reach : count
    // Grown step by step they would take twice the room.
    if case .end = anchor { before.reserveCapacity(count) } else { after.reserveCapacity(count) }
    last = NearestKeys(reach, last: true)
    first = NearestKeys(reach)
  }

  var isDone: Bool { next >= count }

  /// The next places to look at, at most so many.
  mutating func advance(by most: Int) -> Range<Int> {
    let start = next
    next = min(count, next + most)
    return start..<next
  }

  mutating func add(_ key: FlowSortKey, _ sketch: RecordTable.Sketch) {
    if !sketch.hasEnded { sum.add(sketch.rate) }
    let isBefore =
      switch anchor {
      case .start: false
      case .end: true
      case .record(let anchor): key < anchor
      }
    if isBefore {
      before.append(key.place)
      last.note(key)
    } else {
      after.append(key.place)
      first.note(key)
    }
  }

  /// Ends it; what was kept becomes the rows, so that a million need no second room.
  mutating func finish() -> Rows {
    let ordered = PlaceList((last.sorted() + first.sorted()).map(\.place))
    var rows = Rows(
      places: ordered, ordered: 0..<ordered.count, anchor: before.count, sum: sum)
    guard ordered.count < before.count + after.count else { return rows }
    let inOrder = PlaceSet(ordered, below: count)
    before.removeAll { inOrder.contains($0) }
    after.removeAll { inOrder.contains($0) }
    rows.ordered = before.count..<before.count + ordered.count
    if before.isEmpty {
      swap(&rows.places, &after)
      rows.places.insert(contentsOf: ordered, at: 0)
    } else {
      swap(&rows.places, &before)
      rows.places += ordered
      rows.places += after
    }
    return rows
  }
}

import Diagnosis
import FlowModel

/// The figures of the live screen, each kept as it is until it says something new.
///
/// A refresh costs what it changes. Nothing of this is in a frozen screen, on the pages, in lists or JSON:
/// there each figure is what the poll measured.
package struct SteadyFigures: Sendable {
  /// The rows on screen and those around them, so that what comes into sight has its figures already.
  private var rows: [FlowKey: SteadyRow] = [:]
  /// The same in the order in which they were shown, and what they were sorted by then.
  private var former: [FlowKey] = []
  private var formerOrder: FlowOrder?

  private var rates: [SteadyRate] = []
  private var counts: [SteadyAmount] = []
  private(set) var elephant: Elephant?
  private(set) var poll = SteadyDuration()
  private(set) var entries = SteadyAmount(tolerance: SteadyAmount.ofFlows)
  private(set) var graph = SteadyGraph()
  private var reasons: [SteadyReasons] = []
  private var time: UInt64 = 0

  init() {}

  /// Takes in a poll.
  ///
  /// `graphColumns` is how many columns the lanes' histories have.
  mutating func take(_ moment: Moment, graphColumns: Int) {
    let store = moment.store
    // A recording that begins again, or was wound: nothing of before holds.
    if store.time < time || rates.isEmpty { self = SteadyFigures(store) }
    time = store.time
    for key in rows.keys {
      if let record = store.record(key) { rows[key]?.take(record) }
    }
    for lane in Lane.allCases {
      let total = store.totals[lane]
      rates[Int(lane.rawValue)].take(total.knownRate)
      counts[Int(lane.rawValue)].take(UInt64(total.flows))
    }
    takeReasons(moment)
    elephant = moment.elephant.map { $0.steady(after: elephant) }
    entries.take(UInt64(moment.snapshot?.entries.map(Int.init) ?? store.totals.flows))
    if let duration = moment.snapshot?.duration { poll.take(duration) }
    graph.take(store, columns: graphColumns)
  }

  private init(_ store: FlowStore) {
    rates = Lane.allCases.map { SteadyRate(store.totals[$0].knownRate) }
    counts = Lane.allCases.map {
      SteadyAmount(UInt64(store.totals[$0].flows), tolerance: SteadyAmount.ofFlows)
    }
    reasons = Lane.allCases.map { _ in SteadyReasons() }
  }

  /// Takes in the reasons, which an action can change between two polls.
  private mutating func takeReasons(_ moment: Moment) {
    for lane in Lane.allCases where !reasons.isEmpty {
      reasons[Int(lane.rawValue)].take(moment.reasons.sums(lane))
    }
  }

  // MARK: What is shown

  /// nil for a row that was not in sight at the last poll: its figures are the poll's.
  func row(_ key: FlowKey) -> SteadyRow? { rows[key] }

  /// A lane's rate in bits per second; nil where it is not known.
  func rate(_ lane: Lane) -> Double? {
    rates.isEmpty ? nil : rates[Int(lane.rawValue)].shown
  }

  /// How many flows a lane has.
  func flows(_ lane: Lane) -> Int? {
    counts.isEmpty ? nil : counts[Int(lane.rawValue)].shown.map { Int(clamping: $0) }
  }

  /// How many flows of a lane have which reason, the most frequent first.
  func reasons(_ lane: Lane) -> [SteadyReasons.Sum] {
    reasons.isEmpty ? [] : reasons[Int(lane.rawValue)].shown
  }

  // MARK: The order of rows

  /// The rows in sight and around it, and by what they are sorted.
  struct Window {
    let order: FlowOrder
    /// Rows stay where they are anyway.
    let isOrderKept: Bool
    let rows: Range<Int>
  }

  /// The places of rows in the order in which they are shown; their figures are kept from now on.
  ///
  /// `places` are those of the window's rows in their exact order, `pinned` those of the rows on top.
  mutating func settle(
    _ places: [Int], beside pinned: [Int], of moment: Moment, _ window: Window
  ) -> [Int] {
    takeReasons(moment)
    var shown = places
    if !window.isOrderKept, let standing = Standing(window.order, moment) {
      let candidates = shown.map { place in
        let record = moment.store.records[place]
        let (group, amount) = standing.of(record, place, rows[record.key])
        return RowOrder.Candidate(record.key, group: group, amount: amount)
      }
      let kept = formerOrder == window.order ? former : []
      shown = RowOrder.settled(candidates, after: kept).map { places[$0] }
    }
    formerOrder = window.order
    former = shown.map { moment.store.records[$0].key }
    var kept: [FlowKey: SteadyRow] = [:]
    for place in pinned + shown {
      let record = moment.store.records[place]
      kept[record.key] = rows[record.key] ?? SteadyRow(record)
    }
    rows = kept
    return shown
  }
}

import FlowModel

/// The lanes' histories as columns that stand, and move on by one when a column is full.
///
/// Counted back from each poll all columns would change each second, and tell of the same past.
package struct SteadyGraph: Sendable {
  /// As of the last step.
  private(set) var history = LaneHistory()
  private var step: UInt64?
  /// The highest rate of a lane that a poll measured since then.
  private var highest = 0.0

  /// Takes in a poll; `columns` is how many the span is shown in.
  mutating func take(_ store: FlowStore, columns: Int) {
    let width = LaneHistory.span / UInt64(max(1, columns))
    let now = store.time / max(1, width)
    let rate = Lane.allCases.compactMap { store.totals[$0].knownRate }.max() ?? 0
    // The first traffic is shown at once, and what is twice as much as any before.
    guard now != step || rate > highest * 2 else { return }
    if now != step { highest = 0 }
    highest = max(highest, rate)
    step = now
    history = store.history
  }

  /// The least round number from a peak on: a scale that moved with each peak would move all columns.
  static func scale(_ peak: Double) -> Double {
    guard peak > 0, peak < 1e18 else { return peak }
    var unit = 1.0
    while unit * 10 <= peak { unit *= 10 }
    return [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8].map { $0 * unit }.first { peak <= $0 } ?? unit * 10
  }
}

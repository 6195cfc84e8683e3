import Canvas
import FlowModel

extension Model {
  /// The figures that the screen shows; nil where it shows what the poll measured, as all that is frozen does.
  var steadyFigures: SteadyFigures? { isFrozen ? nil : steady }

  /// The slow flow to be told of, with figures that the screen shows.
  var shownElephant: Elephant? {
    guard let elephant = moment.elephant else { return nil }
    // Rearranged between two polls, as by a reset, it may be another one already.
    guard let held = steadyFigures?.elephant, held.key == elephant.key else { return elephant }
    return held
  }

  /// Puts the rows in sight, once they are in order, where they are to be shown.
  mutating func settleRows() {
    let onTop = listing.pins.count { moment.store.place(of: $0) != nil }
    let window = SteadyFigures.Window(
      order: listing.order, isOrderKept: listing.isOrderFrozen || isFrozen,
      rows: listing.rows(around: ScreenLayout(size).table.height, from: onTop))
    let pinned = Array(listing.rows.prefix(onTop))
    let shown = steady.settle(
      Array(listing.rows[window.rows]), beside: pinned, of: moment, window)
    listing.put(shown, in: window.rows, of: moment.store)
  }
}

extension Listing {
  /// The rows in sight, and as many above and below, of those that are in order.
  func rows(around height: Int, from start: Int) -> Range<Int> {
    // The list may have grown shorter than where its top was.
    let end = min(top + 2 * height, ordered.upperBound, rows.count)
    return min(max(start, ordered.lowerBound, top - height), max(0, end))..<max(0, end)
  }

  /// Puts rows in another order; the selection stays with its flow.
  mutating func put(_ places: [Int], in range: Range<Int>, of store: FlowStore) {
    guard !rows[range].elementsEqual(places) else { return }
    rows.replaceSubrange(range, with: places)
    for row in range { arranged[row - ordered.lowerBound] = store.records.key(at: rows[row]) }
    guard let selection, range.contains(selectedRow),
      let row = range.first(where: { arranged[$0 - ordered.lowerBound] == selection })
    else { return }
    selectedRow = row
  }
}

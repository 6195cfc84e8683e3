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

  /// Lists the flows, and moves no row that hardly differs from its neighbours.
  mutating func arrangeSteadily() {
    var steady = steady
    let moment = moment
    let pinned = listing.pins.compactMap { moment.store.place(of: $0) }
    let window = SteadyFigures.Window(
      order: listing.order, isOrderKept: listing.isOrderFrozen || isFrozen,
      top: listing.top - pinned.count, height: ScreenLayout(size).table.height)
    listing.arrange(moment) { steady.settle(&$0, beside: pinned, of: moment, window) }
    self.steady = steady
  }
}

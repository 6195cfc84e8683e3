import Canvas
import FlowModel

/// What the operator does with a mouse.
package enum Pointing: Sendable, Hashable {
  case click
  case wheelUp
  case wheelDown
}

extension Model {
  /// Rows that one step of a wheel moves.
  private static let wheelStep = 3

  /// Takes a click or a step of the wheel at a cell of the screen.
  ///
  /// On a row: selects it, and opens it where it was selected.
  package mutating func point(at x: Int, _ y: Int, _ pointing: Pointing) -> [Effect] {
    // A question is answered by keys: nobody shall flush by a click that went astray.
    guard question == nil, listing.typedFilter == nil else { return [] }
    switch pointing {
    case .wheelUp, .wheelDown:
      let command = pointing == .wheelUp ? Command.up : .down
      for _ in 0..<Self.wheelStep { _ = page == nil ? perform(command) : performOnPage(command) }
    case .click:
      let table = ScreenLayout(size).table
      let row = listing.top + y - table.y
      guard page == nil, y >= table.y, y < table.y + table.height, row < listing.rows.count else {
        return []
      }
      if listing.selectionRow == row { return perform(.open) }
      listing.select(row: row)
      fit()
    }
    return []
  }
}

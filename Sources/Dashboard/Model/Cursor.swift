/// Where the operator stands in a list whose rows come and go: at an identity, never at a row's number.
package struct Cursor<ID: Hashable & Sendable>: Sendable {
  /// The selected row's identity; nil while none is.
  package private(set) var selection: ID?
  /// Where it was seen last.
  private(set) var row = 0
  /// The row at the top of the list.
  package private(set) var top = 0

  init() {}

  /// The selected row's number, or nil.
  package var selectedRow: Int? { selection == nil ? nil : row }

  /// Finds the selection among rows that are there now; where it left, its neighbour is selected.
  mutating func follow(_ ids: [ID], height: Int) {
    if let selection {
      if let at = ids.firstIndex(of: selection) {
        row = at
      } else {
        select(row, ids)
      }
    }
    scroll(count: ids.count, height: height)
  }

  mutating func select(_ row: Int, _ ids: [ID]) {
    guard !ids.isEmpty else {
      selection = nil
      return
    }
    self.row = min(max(0, row), ids.count - 1)
    selection = ids[self.row]
  }

  mutating func clear() {
    selection = nil
    top = 0
  }

  /// Carries out a command of moving; the first one only shows where the operator stands.
  mutating func move(_ command: Command, _ ids: [ID], height: Int) {
    let last = ids.count - 1
    guard selection != nil else {
      select(command == .bottom ? last : command == .top ? 0 : top, ids)
      return scroll(count: ids.count, height: height)
    }
    switch command {
    case .up: select(row - 1, ids)
    case .down: select(row + 1, ids)
    case .pageUp: select(row - height, ids)
    case .pageDown: select(row + height, ids)
    case .top: select(0, ids)
    case .bottom: select(last, ids)
    default: break
    }
    scroll(count: ids.count, height: height)
  }

  /// Moves the view by rows, as a wheel does; the selection stays in view.
  mutating func wheel(_ rows: Int, _ ids: [ID], height: Int) {
    top = min(max(0, top + rows), max(0, ids.count - height))
    if selection != nil { select(min(max(row, top), top + max(1, height) - 1), ids) }
  }

  private mutating func scroll(count: Int, height: Int) {
    guard height > 0 else { return }
    if selection != nil {
      if row < top { top = row }
      if row >= top + height { top = row - height + 1 }
    }
    top = min(max(0, top), max(0, count - height))
  }
}

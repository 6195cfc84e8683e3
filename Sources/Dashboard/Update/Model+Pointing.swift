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
  /// On a row: selects it, and opens it where it was selected. On a title: sorts by it, and turns the
  /// order where it was sorted so. On a tab: goes to that view. On a lane: lists it alone, or all again.
  package mutating func point(at x: Int, _ y: Int, _ pointing: Pointing) -> [Effect] {
    // A question is answered by keys: nobody shall flush by a click that went astray.
    guard question == nil, listing.typedFilter == nil, typedTime == nil else { return [] }
    guard x >= 0, x < size.width, y >= 0, y < size.height else { return [] }
    defer { if trace?.key != focus { followTrace() } }
    switch pointing {
    case .wheelUp: wheel(-Self.wheelStep)
    case .wheelDown: wheel(Self.wheelStep)
    case .click: return click(x, y)
    }
    return []
  }

  private mutating func wheel(_ rows: Int) {
    let height = listHeight
    if page != nil {
      for _ in 0..<rows.magnitude { _ = performOnPage(rows < 0 ? .up : .down) }
      return
    }
    switch view {
    case .flows, .flowtables, .doctor: listing.wheel(rows, height: height)
    case .groups: groups.cursor.wheel(rows, groups.ids, height: height)
    case .events: events.cursor.wheel(rows, listedEvents.map(\.number), height: height)
    case .pins: pinCursor.wheel(rows, pinRows.map(\.key), height: height)
    }
  }

  private mutating func click(_ x: Int, _ y: Int) -> [Effect] {
    let layout = ScreenLayout(size)
    if layout.header.contains(x: x, y: y) {
      if let wanted = HeaderView(model: self, layout: layout).view(at: x, width: size.width) {
        show(wanted)
      }
      return []
    }
    guard page == nil else { return [] }
    if layout.lanes.contains(x: x, y: y) {
      guard view == .flows || view == .groups else { return [] }
      let lane = Lane.allCases[y - layout.lanes.y]
      listing.lane = listing.lane == lane ? nil : lane
      rearrange()
    } else if layout.titles.contains(x: x, y: y) {
      clickTitle(x)
    } else if layout.table.contains(x: x, y: y) {
      return clickRow(y - layout.table.y)
    }
    return []
  }

  private mutating func clickTitle(_ x: Int) {
    switch view {
    case .flows:
      let place = PlacedColumn.place(width: size.width, settings).first {
        x >= $0.x && x < $0.x + $0.width
      }
      let column = x < PlacedColumn.prefix ? FlowColumn.lane : place?.spec.column
      if let column { sort(by: column) }
    case .groups:
      guard let order = GroupsView.order(at: x, self, size.width) else { return }
      if groups.order == order {
        groups.isReversed.toggle()
      } else {
        groups.order = order
        groups.isReversed = false
      }
      rearrange()
    case .events, .pins, .flowtables, .doctor: break
    }
  }

  private mutating func clickRow(_ row: Int) -> [Effect] {
    let before: Bool
    switch view {
    case .flows, .flowtables, .doctor:
      let row = listing.top + row
      guard row < listing.rows.count else { return [] }
      before = listing.selectionRow == row
      listing.select(row: row)
      fit()
    case .groups:
      let row = groups.cursor.top + row
      guard row < groups.rows.count else { return [] }
      before = groups.cursor.selectedRow == row
      groups.cursor.select(row, groups.ids)
    case .events:
      let ids = listedEvents.map(\.number)
      let row = events.cursor.top + row - eventHeadings
      guard ids.indices.contains(row) else { return [] }
      before = events.cursor.selectedRow == row
      events.cursor.select(row, ids)
    case .pins:
      let ids = pinRows.map(\.key)
      let row = pinCursor.top + row
      guard row < ids.count else { return [] }
      before = pinCursor.selectedRow == row
      pinCursor.select(row, ids)
    }
    return before ? carryOut(.open) : []
  }
}

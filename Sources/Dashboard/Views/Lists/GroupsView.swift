import Canvas
import FlowModel

/// The flows summed up by what they have in common.
struct GroupsView {
  let model: Model
  let layout: ScreenLayout

  private enum Column: Int {
    case name
    case flows
    case rate
    case share
    case slow
    case software
    case hardware
    case bar
  }

  func draw(on canvas: inout Canvas) {
    let columns = Self.columns(model, canvas.width)
    let groups = model.groups
    let glyphs = model.settings.glyphs
    let isDescending = (groups.order == .name) == groups.isReversed
    let sign = String(Character(isDescending ? glyphs.descending : glyphs.ascending))
    columns.drawTitles(
      layout.titles, sorted: (Self.column(of: groups.order).rawValue, sign), on: &canvas)
    if groups.rows.isEmpty {
      let text = model.status == nil ? "Reading the flows ..." : "No flow that lives is listed."
      return ListColumns.drawEmpty(text, layout.table, on: &canvas)
    }
    let top = min(groups.cursor.top, groups.rows.count)
    let end = min(groups.rows.count, top + layout.table.height)
    for row in top..<end {
      draw(groups.rows[row], columns, y: layout.table.y + row - top, on: &canvas)
    }
  }

  static func columns(_ model: Model, _ width: Int) -> ListColumns {
    let kind = model.groups.kind.name.uppercased()
    // One column of rates beside that of all lanes at most, where there is little room.
    let without: Set<Int> =
      width >= 120 ? [] : model.groups.order == .slowRate ? [3, 5, 6] : [4, 5, 6]
    return ListColumns(
      [
        ListColumn(kind, 15, upTo: 44), ListColumn("FLOWS", 7, right: true),
        ListColumn("RATE", 10, right: true), ListColumn("SHARE", 6, right: true),
        ListColumn("SLOW", 10, right: true), ListColumn("SOFTWARE", 10, right: true),
        ListColumn("HARDWARE", 10, right: true),
        ListColumn("LANES", 10, upTo: 60),
      ], width: width, without: without)
  }

  /// The column that an order is of.
  private static func column(of order: GroupOrder) -> Column {
    switch order {
    case .rate: .rate
    case .slowRate: .slow
    case .flows: .flows
    case .name: .name
    }
  }

  /// The order that a click on a column's title asks for.
  static func order(at x: Int, _ model: Model, _ width: Int) -> GroupOrder? {
    let place = columns(model, width).placed.first { x >= $0.x && x < $0.x + $0.width }
    switch place.flatMap({ Column(rawValue: $0.number) }) {
    case .name: return .name
    case .flows: return .flows
    case .rate, .share: return .rate
    case .slow: return .slowRate
    case .software, .hardware, .bar, nil: return nil
    }
  }

  private func draw(_ row: GroupRow, _ columns: ListColumns, y: Int, on canvas: inout Canvas) {
    let all = ListColumns.mark(row.key == model.groups.cursor.selection, y: y, on: &canvas)
    for place in columns.placed {
      switch Column(rawValue: place.number) {
      case .name:
        let text = EndpointText.fitted(row.name, place.width, model.settings.glyphs)
        columns.put(text, place, y: y, role: all ?? .text, on: &canvas)
      case .flows:
        let count = Quantity.count(row.totals.flows)
        let text = count.count > place.width ? Quantity.amount(UInt64(row.totals.flows)) : count
        columns.put(text, place, y: y, role: all ?? .text, on: &canvas)
      case .rate:
        let text = rate(row.rate, unknown: row.unknown, of: row.totals.flows)
        columns.put(text, place, y: y, role: all ?? (row.rate > 0 ? .rate : .dim), on: &canvas)
      case .share: columns.put(share(row), place, y: y, role: all ?? .text, on: &canvas)
      case .slow: put(.slow, row, columns, place, y, all, on: &canvas)
      case .software: put(.software, row, columns, place, y, all, on: &canvas)
      case .hardware: put(.hardware, row, columns, place, y, all, on: &canvas)
      case .bar:
        for (at, column) in LaneBar(totals: row.totals).columns(place.width).enumerated() {
          canvas.put(
            String(column.letter), x: place.x + at, y: y,
            role: all ?? FlowTableView.role(of: column.lane))
        }
      case nil: break
      }
    }
  }

  private func put(
    _ lane: Lane, _ row: GroupRow, _ columns: ListColumns, _ place: ListColumns.Placed, _ y: Int,
    _ all: Role?, on canvas: inout Canvas
  ) {
    let total = row.totals[lane]
    // A lane without flows says nothing; one whose rates are not known says so.
    guard total.flows > 0 else { return }
    let text = rate(total.rate, unknown: total.unknown, of: total.flows)
    columns.put(text, place, y: y, role: all ?? FlowTableView.role(of: lane), on: &canvas)
  }

  private func rate(_ rate: Double, unknown: Int, of flows: Int) -> String {
    let glyphs = model.settings.glyphs
    if unknown == flows { return String(Character(glyphs.unknown)) }
    let text = Quantity.rate(rate, model.settings.units)
    return unknown > 0 ? String(Character(glyphs.atLeast)) + text : text
  }

  private func share(_ row: GroupRow) -> String {
    let all = Lane.allCases.reduce(0.0) { $0 + model.groups.totals[$1].rate }
    guard all > 0 else { return String(Character(model.settings.glyphs.unknown)) }
    return "\(Int((row.rate / all * 100).rounded())) %"
  }
}

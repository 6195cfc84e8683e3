import Canvas
import FlowModel

/// All pins: what each holds, whether it does, how long, and by what.
struct PinsView {
  let model: Model
  let layout: ScreenLayout

  func draw(on canvas: inout Canvas) {
    let columns = ListColumns(
      [
        ListColumn("", 2), ListColumn("PIN", 8), ListColumn("STANDS", 7),
        ListColumn("UNTIL", 8), ListColumn("SOURCE", 13, upTo: 47),
        ListColumn("DESTINATION", 13, upTo: 47), ListColumn("RATE", 9, right: true),
        ListColumn("BY", 9, upTo: 26),
      ], width: canvas.width, dropping: [6], without: canvas.width < 100 ? [7] : [])
    columns.drawTitles(layout.titles, on: &canvas)
    let rows = model.pinRows
    if rows.isEmpty { return ListColumns.drawEmpty(emptyText, layout.table, on: &canvas) }
    let top = min(model.pinCursor.top, rows.count)
    for (at, row) in rows[top...].prefix(layout.table.height).enumerated() {
      draw(row, columns, y: layout.table.y + at, on: &canvas)
    }
  }

  private var emptyText: String {
    let orphans = model.moment.pins.orphans.count
    let left =
      orphans == 0
      ? "" : " In the kernel's table \(Quantity.count(orphans)) are left of flows that are gone."
    return "No flow is pinned. In the list of flows p pins one on top, P holds it in a lane." + left
  }

  private func draw(_ row: PinRow, _ columns: ListColumns, y: Int, on canvas: inout Canvas) {
    let isSelected = row.key == model.pinCursor.selection
    let all = ListColumns.mark(isSelected, y: y, on: &canvas)
    let hasEnded = row.record?.hasEnded ?? true
    for place in columns.placed {
      let (text, role) = cell(row, place)
      columns.put(
        text, place, y: y, role: all ?? (hasEnded ? .ended : role), on: &canvas)
    }
  }

  private func cell(_ row: PinRow, _ place: ListColumns.Placed) -> (String, Role) {
    let glyphs = model.settings.glyphs
    let unknown = String(Character(glyphs.unknown))
    let hasEnded = row.record?.hasEnded ?? true
    switch place.number {
    case 0:
      let lane = row.record?.lane
      let letter = lane?.letter ?? unknown
      return (letter + (row.pin?.sign ?? ""), lane.map(FlowTableView.role) ?? .dim)
    case 1:
      let star = String(Character(glyphs.pin))
      let words = (row.isOnTop ? [star] : []) + (row.pin.map { [$0.pin.lane.rawValue] } ?? ["top"])
      return (words.joined(separator: " "), .tagged)
    case 2:
      guard let pin = row.pin else { return (hasEnded ? "ended" : "held", .text) }
      return (pin.standing.name, pin.role)
    case 3: return (until(row), .text)
    case 4:
      return (
        EndpointText.fitted(model.settings.names.source(of: row.key.orig), place.width, glyphs),
        .text
      )
    case 5:
      return (
        EndpointText.fitted(
          model.settings.names.destination(of: row.key.orig), place.width, glyphs), .text
      )
    case 6:
      let rate = row.record?.rates.total
      let text = rate.map { Quantity.rate($0, model.settings.units) } ?? unknown
      return (text, (rate ?? 0) > 0 ? .rate : .dim)
    default:
      let means = row.pin?.pin.means.words ?? "this screen"
      return (FlowTableView.fitted(means, place.width, glyphs), .dim)
    }
  }

  private func until(_ row: PinRow) -> String {
    guard let pin = row.pin else { return "unpinned" }
    guard let until = pin.pin.until else { return "its end" }
    return Clock(wallTime: until, offset: model.settings.timeZoneOffset).text
  }
}

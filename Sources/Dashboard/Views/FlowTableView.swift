import Canvas
import Diagnosis
import FlowModel

/// The list of flows with its column titles.
struct FlowTableView {
  let model: Model
  let layout: ScreenLayout

  func draw(on canvas: inout Canvas) {
    let columns = PlacedColumn.place(width: canvas.width, model.settings)
    drawTitles(columns, on: &canvas)
    let rows = model.listing.rows
    if rows.isEmpty { return drawEmpty(on: &canvas) }
    let moment = model.moment
    let figures = model.steadyFigures
    let showsDevices = columns.contains { $0.spec.column == nil }
    let end = min(rows.count, model.listing.top + layout.table.height)
    for row in min(model.listing.top, end)..<end {
      let record = moment.store.records[rows[row]]
      let cell = FlowCell(
        record: record, reason: moment.reasons[rows[row]],
        devices: showsDevices ? moment.diagnostician.devices(of: record.flow) : nil,
        figures: figures?.row(record.key), isLive: figures != nil,
        pin: moment.pin(of: record), isOwn: model.settings.isOwn(record.flow),
        time: moment.store.time, wallTime: moment.store.wallTime,
        units: model.settings.units, names: model.settings.names, glyphs: model.settings.glyphs)
      draw(cell, columns, y: layout.table.y + row - model.listing.top, on: &canvas)
    }
  }

  private func drawTitles(_ columns: [PlacedColumn], on canvas: inout Canvas) {
    guard layout.titles.height > 0 else { return }
    let y = layout.titles.y
    canvas.fill(layout.titles, role: .header)
    let order = model.listing.order
    let glyphs = model.settings.glyphs
    let sign = String(Character(order.descending ? glyphs.descending : glyphs.ascending))
    if order.column == .lane { canvas.put("L" + sign, x: 1, y: y, role: .sorted) }
    for column in columns {
      let isSorted = column.spec.content == .flow(order.column)
      // The sign may stand in the gap beside its column, so that no title loses a letter to it.
      let title = isSorted ? Self.fitted(column.spec.title, column.width) + sign : column.spec.title
      let role: Role = isSorted ? .sorted : .header
      let limit = column.width + (isSorted ? 1 : 0)
      if column.spec.isRight {
        canvas.putRight(title, end: column.x + column.width, y: y, role: role, limit: limit)
      } else {
        canvas.put(title, x: column.x, y: y, role: role, limit: limit)
      }
    }
  }

  private func draw(_ cell: FlowCell, _ columns: [PlacedColumn], y: Int, on canvas: inout Canvas) {
    let record = cell.record
    let isSelected = record.key == model.listing.selection
    let all: Role? = isSelected ? .selected : record.hasEnded ? .ended : nil
    let isElephant = model.moment.elephant?.key == record.key
    if isSelected { canvas.fill(Rect(x: 0, y: y, width: canvas.width, height: 1), role: .selected) }
    let marks = RowMarks(cell, isSelected: isSelected, model)
    // A blank has no mark: without colours .tagged would underline it.
    if let mark = marks.first { canvas.put(mark.text, x: 0, y: y, role: all ?? mark.role) }
    canvas.put(record.lane.letter, x: 1, y: y, role: all ?? Self.role(of: record.lane))
    if let mark = marks.second { canvas.put(mark.text, x: 2, y: y, role: all ?? mark.role) }
    for column in columns {
      let text = cell.text(column.spec, width: column.width)
      let role = all ?? Self.role(of: column.spec.column, cell, isElephant)
      if column.spec.isRight {
        canvas.putRight(text, end: column.x + column.width, y: y, role: role, limit: column.width)
      } else {
        canvas.put(text, x: column.x, y: y, role: role, limit: column.width)
      }
    }
  }

  static func role(of lane: Lane) -> Role {
    switch lane {
    case .slow: .laneSlow
    case .software: .laneSoftware
    case .hardware: .laneHardware
    }
  }

  private static func role(of column: FlowColumn?, _ cell: FlowCell, _ isElephant: Bool) -> Role {
    if isElephant, column == .rate || column == .source || column == .destination || column == .why
    {
      return .problem
    }
    return switch column {
    case .why: cell.whyRole
    case .rate, .origRate, .replyRate: (cell.record.rates.total ?? 0) > 0 ? .rate : .dim
    case .state, .age, .timeout, .zone, .mark, .nat: .dim
    default: .text
    }
  }

  /// Shortens a text to a width; the sign at its end tells that something is missing.
  static func fitted(_ text: String, _ width: Int, _ glyphs: Glyphs? = nil) -> String {
    guard Canvas.columns(text) > width else { return text }
    guard let glyphs, width > 1 else { return String(text.prefix(max(0, width))) }
    var kept = ""
    var used = 0
    for character in text {
      let columns = Canvas.columns(String(character))
      if used + columns > width - 1 { break }
      kept.append(character)
      used += columns
    }
    return kept + String(Character(glyphs.ellipsis))
  }

  /// Why there is nothing to see.
  private func drawEmpty(on canvas: inout Canvas) {
    let listing = model.listing
    let text: String
    if model.status == nil {
      text = model.problem == nil && model.ending == nil ? "Reading the flows ..." : ""
    } else if !listing.filter.isEmpty {
      text = "No flow matches \"\(listing.filter.text)\"."
    } else if let lane = listing.lane {
      text = "No flow in the \(lane.name) lane now."
    } else if listing.activeOnly {
      text = "No flow is active now; \(model.label(.activeOnly)) lists the idle ones too."
    } else {
      text = "No flows. The kernel tracks connections once a rule asks for it (ct state ...)."
    }
    guard layout.table.height > 0 else { return }
    canvas.put(text, x: 3, y: layout.table.y + min(1, layout.table.height - 1), role: .dim)
  }
}

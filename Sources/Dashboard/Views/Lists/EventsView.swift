import Canvas
import FlowModel

/// What happened to flows, the newest first, below the counts of the last minute.
struct EventsView {
  let model: Model
  let layout: ScreenLayout

  func draw(on canvas: inout Canvas) {
    let columns = Self.columns(canvas.width)
    columns.drawTitles(layout.titles, on: &canvas)
    guard layout.table.height > 0 else { return }
    let counts = model.eventLog.lastMinute(before: model.shown.wallTime)
    draw(counts, y: layout.table.y, on: &canvas)
    if layout.table.height > 1 { drawShortLived(counts, y: layout.table.y + 1, on: &canvas) }
    let headings = min(model.eventHeadings, layout.table.height)
    let area = Rect(
      x: 0, y: layout.table.y + headings, width: canvas.width,
      height: layout.table.height - headings)
    let events = model.listedEvents
    if events.isEmpty { return ListColumns.drawEmpty(emptyText, area, on: &canvas) }
    let top = min(model.events.cursor.top, events.count)
    for (at, event) in events[top...].prefix(area.height).enumerated() {
      draw(event, columns, y: area.y + at, on: &canvas)
    }
  }

  private var emptyText: String {
    guard let since = model.eventLog.since else { return "Reading the flows ..." }
    let clock = Clock(wallTime: since, offset: model.settings.timeZoneOffset).text
    return "Nothing since \(clock), when watching began (\(model.events.topic.name))."
  }

  private static func columns(_ width: Int) -> ListColumns {
    ListColumns(
      [
        ListColumn("TIME", 8), ListColumn("EVENT", 9), ListColumn("LANE", 8, upTo: 17),
        ListColumn("PROTO", 5), ListColumn("SOURCE", 13, upTo: 47),
        ListColumn("DESTINATION", 13, upTo: 47),
      ], width: width, dropping: [3])
  }

  /// The kinds that point to trouble come first, so that a narrow screen shows them.
  private func draw(_ counts: EventCounts, y: Int, on canvas: inout Canvas) {
    var x = 1 + canvas.put("In a minute:", x: 1, y: y, role: .dim)
    let pieces: [(Int, String, Role)] = [
      (counts.fellBack, "fell back", .warning), (counts.failed, "failed", .problem),
      (counts.loops, counts.loops == 1 ? "loop" : "loops", .problem),
      (counts.faster, "faster", .good), (counts.began, "new", .text),
      (counts.ended, "ended", .text),
    ]
    for (count, word, role) in pieces {
      let text = "\(Quantity.count(count)) \(word)"
      guard x + 2 + text.count <= canvas.width else { return }
      x += 2
      x += canvas.put(text, x: x, y: y, role: count > 0 ? role : .dim)
    }
  }

  /// What lived and died between polls, where the kernel tells.
  private func drawShortLived(_ counts: EventCounts, y: Int, on canvas: inout Canvas) {
    guard let said = ShortLivedText(model.eventWatch, counts, model.settings.units) else { return }
    var x = 1 + canvas.put("Short-lived:", x: 1, y: y, role: .dim)
    x += 2 + canvas.put(said.text, x: x + 2, y: y, role: said.role)
    guard let note = said.note, x + 2 < canvas.width else { return }
    let text = FlowTableView.fitted(note, canvas.width - x - 2, model.settings.glyphs)
    canvas.put(text, x: x + 2, y: y, role: .warning)
  }

  private func draw(_ event: FlowEvent, _ columns: ListColumns, y: Int, on canvas: inout Canvas) {
    let all = ListColumns.mark(
      event.number == model.events.cursor.selection, y: y, on: &canvas)
    let glyphs = model.settings.glyphs
    let names = model.settings.names
    let text = EventText(event, arrow: glyphs.arrow)
    for place in columns.placed {
      let (cell, role): (String, Role)
      switch place.column.title {
      case "TIME":
        cell = Clock(wallTime: event.wallTime, offset: model.settings.timeZoneOffset).text
        role = .dim
      case "EVENT": (cell, role) = (text.word, text.role)
      case "LANE":
        // Of many there is no flow behind the text, which may go on.
        if event.flow == nil {
          canvas.put(text.text, x: place.x, y: y, role: all ?? text.role)
          return
        }
        (cell, role) = (FlowTableView.fitted(text.text, place.width, glyphs), text.role)
      case "PROTO": (cell, role) = (event.flow?.orig.l4.shortName ?? "", .text)
      case "SOURCE":
        cell = EndpointText.fitted(
          event.flow.map { names.source(of: $0.orig) } ?? "", place.width, glyphs)
        role = .text
      default:
        cell = EndpointText.fitted(
          event.flow.map { names.destination(of: $0.orig) } ?? "", place.width, glyphs)
        role = .text
      }
      columns.put(cell, place, y: y, role: all ?? role, on: &canvas)
    }
  }
}

import Canvas
import FlowModel

/// One line a lane: flows, share, rate and the last minute.
struct LanesView {
  let model: Model
  let layout: ScreenLayout

  func draw(on canvas: inout Canvas) {
    guard layout.lanes.height >= Lane.allCases.count else { return }
    let start = Self.numbersWidth(canvas.width)
    let room = max(0, canvas.width - start)
    let columns = Self.historyWidth(room)
    let history = model.steadyFigures?.graph.history ?? model.shown.history
    let histories = Lane.allCases.map { history.rates($0, columns: columns) }
    let peak = SteadyGraph.scale(histories.joined().compactMap { $0 }.max() ?? 0)
    for (at, lane) in Lane.allCases.enumerated() {
      let y = layout.lanes.y + at
      drawNumbers(lane, y: y, on: &canvas)
      for (x, rate) in histories[at].enumerated() {
        let glyph = model.settings.glyphs.bar(rate, peak)
        canvas.put(String(Character(glyph)), x: start + x, y: y, role: FlowTableView.role(of: lane))
      }
      // Beside the history: a note that comes or goes moves nothing.
      let x = columns == 0 ? start : start + columns + (canvas.width < 80 ? 1 : 2)
      if canvas.width - x >= 8 {
        LaneNote(lane, model).draw(
          x: x, y: y, width: canvas.width - x, model.settings.glyphs, on: &canvas)
      }
    }
    if columns > 0 { drawScale(peak, x: start, on: &canvas) }
  }

  /// The columns before the history; the word `flows` goes first where there are few.
  private static func numbersWidth(_ width: Int) -> Int { width < 72 ? 37 : 43 }

  /// The columns of the history on a screen of such width.
  static func historyColumns(_ width: Int) -> Int {
    historyWidth(max(0, width - numbersWidth(width)))
  }

  /// The columns of the history: the larger part of the room is for the note.
  private static func historyWidth(_ room: Int) -> Int {
    switch room {
    case ..<8: 0
    case ..<20: room
    default: min(60, max(8, room * 3 / 8))
    }
  }

  /// How far back the history goes and how much its highest column is, where no hint needs the line.
  private func drawScale(_ peak: Double, x: Int, on canvas: inout Canvas) {
    guard peak > 0, layout.hint.height > 0, HintView(model: model, layout: layout).hint == nil,
      let full = model.settings.glyphs.bars.last
    else { return }
    let amount = Quantity.rate(peak, model.settings.units)
    let text = "\(LaneHistory.span / 1_000_000_000) s, \(Character(full)) = \(amount)"
    canvas.put(
      text, x: min(x, canvas.width - Canvas.columns(text)), y: layout.hint.y, role: .dim)
  }

  private func drawNumbers(_ lane: Lane, y: Int, on canvas: inout Canvas) {
    let total = model.shown.totals[lane]
    let glyphs = model.settings.glyphs
    let unknown = String(Character(glyphs.unknown))
    let isChosen = model.listing.lane == lane
    let role = FlowTableView.role(of: lane)
    if isChosen { canvas.put(">", x: 0, y: y, role: .tagged) }
    canvas.put("\(lane.letter) \(lane.name)", x: 1, y: y, role: role)
    let flows = model.steadyFigures?.flows(lane) ?? total.flows
    let count = Quantity.count(flows)
    // Before the first poll nothing is known, not even that there is nothing.
    if model.status == nil { return canvas.putRight(unknown, end: 19, y: y, role: .dim) }
    canvas.putRight(
      count.count > 8 ? Quantity.amount(UInt64(flows)) : count, end: 19, y: y, role: .text)
    let end = Self.numbersWidth(canvas.width) - 1
    if end >= 42 { canvas.put(flows == 1 ? "flow" : "flows", x: 20, y: y, role: .dim) }
    canvas.putRight(share(lane) ?? unknown, end: end - 11, y: y, role: .text)
    var rate = self.rate(lane).map { Quantity.rate($0, model.settings.units) } ?? unknown
    // Some flows are not counted: the lane carries this much or more.
    if total.unknown > 0 && total.knownRate != nil {
      rate = String(Character(glyphs.atLeast)) + rate
    }
    canvas.putRight(rate, end: end, y: y, role: .rate)
  }

  /// The lane's part of all traffic; nil where a lane's traffic is not known at all.
  private func share(_ lane: Lane) -> String? {
    let rates = Lane.allCases.compactMap { self.rate($0) }
    let all = rates.reduce(0, +)
    guard rates.count == Lane.allCases.count, all > 0, let own = rate(lane) else { return nil }
    return "\(Int((own / all * 100).rounded())) %"
  }

  private func rate(_ lane: Lane) -> Double? {
    model.steadyFigures.map { $0.rate(lane) } ?? model.shown.totals[lane].knownRate
  }
}

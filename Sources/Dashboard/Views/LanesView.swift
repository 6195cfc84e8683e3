import Canvas
import FlowModel

/// One line a lane: flows, share, rate and the last minute.
struct LanesView {
  let model: Model
  let layout: ScreenLayout

  func draw(on canvas: inout Canvas) {
    guard layout.lanes.height >= Lane.allCases.count else { return }
    let notes = Lane.allCases.map(note)
    let noteWidth = notes.map(Canvas.columns).max() ?? 0
    let fixed = 43
    let room = canvas.width - fixed
    let noteRoom = noteWidth == 0 ? 0 : min(noteWidth + 2, max(0, room - 16))
    let columns = max(0, min(room - noteRoom, 60))
    let histories = Lane.allCases.map { model.shown.history.rates($0, columns: columns) }
    let peak = histories.joined().compactMap { $0 }.max() ?? 0
    for (at, lane) in Lane.allCases.enumerated() {
      let y = layout.lanes.y + at
      drawNumbers(lane, y: y, on: &canvas)
      for (x, rate) in histories[at].enumerated() {
        let glyph = bar(rate, peak)
        canvas.put(String(Character(glyph)), x: fixed + x, y: y, role: FlowTableView.role(of: lane))
      }
      if noteRoom > 2 {
        let text = FlowTableView.fitted(notes[at], noteRoom - 2, model.settings.glyphs)
        canvas.put(text, x: fixed + columns + 2, y: y, role: .warning)
      }
    }
  }

  private func drawNumbers(_ lane: Lane, y: Int, on canvas: inout Canvas) {
    let total = model.shown.totals[lane]
    let glyphs = model.settings.glyphs
    let unknown = String(Character(glyphs.unknown))
    let isChosen = model.listing.lane == lane
    let role = FlowTableView.role(of: lane)
    if isChosen { canvas.put(">", x: 0, y: y, role: .tagged) }
    canvas.put("\(lane.letter) \(lane.name)", x: 1, y: y, role: role)
    canvas.putRight(Quantity.count(total.flows), end: 19, y: y, role: .text, limit: 8)
    canvas.put(total.flows == 1 ? "flow" : "flows", x: 20, y: y, role: .dim)
    let share = model.shown.totals.share(of: lane).map { "\(Int(($0 * 100).rounded())) %" }
    canvas.putRight(share ?? unknown, end: 31, y: y, role: .text)
    var rate =
      total.knownRate.map { Quantity.rate($0, inBytes: model.settings.showsBytes) } ?? unknown
    // Some flows are not counted: the lane carries this much or more.
    if total.unknown > 0 && total.knownRate != nil {
      rate = String(Character(glyphs.atLeast)) + rate
    }
    canvas.putRight(rate, end: 42, y: y, role: .rate)
  }

  /// The height of a rate below the highest of all lanes; anything at all shows at least a step.
  private func bar(_ rate: Double?, _ peak: Double) -> Unicode.Scalar {
    let bars = model.settings.glyphs.bars
    guard let rate, rate > 0, peak > 0 else { return bars[0] }
    let steps = Double(bars.count - 1)
    return bars[min(bars.count - 1, max(1, Int((rate / peak * steps).rounded(.up))))]
  }

  private func note(_ lane: Lane) -> String {
    let total = model.shown.totals[lane]
    switch lane {
    case .slow:
      let fallen = model.shown.history.fellBack
      return fallen > 0 ? "\(Quantity.count(fallen)) fell back" : ""
    case .software, .hardware:
      guard total.unknown > 0 else { return "" }
      return total.unknown == total.flows
        ? "rates unknown" : "\(Quantity.count(total.unknown)) uncounted"
    }
  }
}

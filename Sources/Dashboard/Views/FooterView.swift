import Canvas
import FlowModel

/// The bottom line: the filter while it is typed, a notice, else what the keys do.
struct FooterView {
  let model: Model
  let layout: ScreenLayout

  func draw(on canvas: inout Canvas) {
    guard layout.footer.height > 0 else { return }
    let y = layout.footer.y
    if let typed = model.listing.typedFilter {
      return FilterLineView(typed: typed, error: model.listing.filterError, layout: layout)
        .draw(on: &canvas, model.settings.glyphs)
    }
    if let typed = model.typedTime {
      let isGood =
        JumpTime(typed, now: model.shown.wallTime, offset: model.settings.timeZoneOffset) != nil
      return TimeLineView(typed: typed, isGood: isGood, layout: layout).draw(on: &canvas)
    }
    // What goes on is seen whatever was said.
    if let underway = model.underway, underway.all > 1, !underway.isStopping {
      canvas.put("\(underway.text), Esc stops", x: 1, y: y, role: .notice)
      return
    }
    if let notice = model.notice {
      let role: Role =
        switch notice.level {
        case .plain: .notice
        case .good: .good
        case .warning: .warning
        }
      let text = FlowTableView.fitted(notice.text, canvas.width - 1, model.settings.glyphs)
      canvas.put(text, x: 1, y: y, role: role)
      return
    }
    // Where the hint's line is covered, or there is none, why nothing moves must be seen all the same.
    if let problem = model.problem, layout.hint.height == 0 || model.page != nil {
      let text = FlowTableView.fitted(problem, canvas.width - 1, model.settings.glyphs)
      canvas.put(text, x: 1, y: y, role: .problem)
      return
    }
    drawKeys(y: y, on: &canvas)
  }

  private func drawKeys(y: Int, on canvas: inout Canvas) {
    let count = place(canvas.width)
    canvas.putRight(count, end: canvas.width - 1, y: y, role: .dim)
    var x = 1
    for (command, hint) in hints {
      guard let key = model.settings.keymap.labels(of: command).first else { continue }
      if x + key.count + hint.count + 3 > canvas.width - Canvas.columns(count) - 1 { break }
      // A key that can do nothing here is dimmed; pressed, it says why.
      let isRefused = model.whyNot(command) != nil
      x += canvas.put(key, x: x, y: y, role: isRefused ? .dim : .key) + 1
      x += canvas.put(hint, x: x, y: y, role: isRefused ? .dim : .text) + 2
    }
  }

  private var hints: [FooterHints.Hint] {
    FooterHints(
      model, fits: model.page == nil || PageView(model: model, layout: layout).position == nil
    ).hints
  }

  /// Where the operator stands: the lines of a page that are seen, or how many flows are listed,
  /// and by what, where no column shows it.
  private func place(_ width: Int) -> String {
    if model.page != nil { return PageView(model: model, layout: layout).position ?? "" }
    switch model.view {
    case .groups: return Quantity.count(model.groups.count)
    case .events: return Quantity.count(model.listedEvents.count)
    case .pins: return Quantity.count(model.pinRows.count)
    case .flows, .flowtables, .doctor: break
    }
    let tags = model.listing.tags.count
    let count =
      (tags > 0 ? "\(Quantity.count(tags)) tagged  " : "")
      + Quantity.count(model.listing.rows.count)
    let order = model.listing.order
    let columns = PlacedColumn.place(width: width, model.settings).compactMap(\.spec.column)
    if order.column == .lane || columns.contains(order.column) { return count }
    let glyphs = model.settings.glyphs
    let sign = Character(order.descending ? glyphs.descending : glyphs.ascending)
    return "by \(order.column.name)\(sign)  \(count)"
  }
}

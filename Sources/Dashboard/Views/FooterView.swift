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
      let isRefused = command.changesKernel && model.settings.refusal != nil
      x += canvas.put(key, x: x, y: y, role: isRefused ? .dim : .key) + 1
      x += canvas.put(hint, x: x, y: y, role: isRefused ? .dim : .text) + 2
    }
  }

  private var hints: [(command: Command, word: String)] {
    if let page = model.page {
      let reading: [(command: Command, word: String)] = [
        (.back, "back"), (.down, "scroll"), (.pageDown, "next screen"),
      ]
      let fits = PageView(model: model, layout: layout).position == nil
      var hints = [reading[0]]
      switch page.content {
      case .details: hints += [(.why, "why")] + acting
      case .explanation: hints += [(.open, "details")] + acting
      case .flowtables: hints += [(.doctor, "doctor")]
      case .doctor: hints += [(.flowtables, "flowtables")]
      case .help: break
      }
      return fits ? hints : hints + reading.dropFirst()
    }
    let tags = model.listing.tags.count
    if tags > 0 {
      return [
        (.flushMany, "flush \(Quantity.count(tags))"), (.reset, "reset"), (.tag, "tag"),
        (.back, model.listing.narrowings.isEmpty ? "untag all" : "back"), (.help, "help"),
      ]
    }
    return [
      (.help, "help"), (.filter, "filter"), (.flush, "flush"), (.pinLane, "pin"), (.why, "why"),
      (.flowtables, "flowtables"), (.doctor, "doctor"), (.quit, "quit"), (.open, "details"),
      (.tag, "tag"), (.sortNext, "sort"), (.freeze, model.isFrozen ? "thaw" : "freeze"),
      (.activeOnly, "active"), (.nextLane, "lane"),
      (.units, "bits/bytes"), (.theme, "theme"),
    ]
  }

  private let acting: [(command: Command, word: String)] = [
    (.flush, "flush"), (.reset, "reset"), (.pinLane, "pin"),
  ]

  /// Where the operator stands: the lines of a page that are seen, or how many flows are listed,
  /// and by what, where no column shows it.
  private func place(_ width: Int) -> String {
    if model.page != nil { return PageView(model: model, layout: layout).position ?? "" }
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

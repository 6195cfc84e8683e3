import Canvas

/// A page over the listing, scrolled to where the operator reads.
struct PageView {
  let model: Model
  let layout: ScreenLayout

  func draw(on canvas: inout Canvas) {
    let text = PageText(model, width: canvas.width)
    let area = layout.page
    let top = min(model.page?.top ?? 0, max(0, text.lines.count - area.height))
    for row in 0..<area.height where top + row < text.lines.count {
      var x = 1
      for span in text.lines[top + row] {
        x += canvas.put(span.text, x: x, y: area.y + row, role: span.role, limit: canvas.width - x)
      }
    }
  }

  /// How far the operator has read, for the footer; nil when the whole page is seen.
  var position: String? {
    let count = PageText(model, width: layout.page.width).lines.count
    let height = layout.page.height
    guard count > height else { return nil }
    let top = min(model.page?.top ?? 0, count - height)
    return "\(top + height) of \(count) lines"
  }
}

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
}

import Canvas

/// The dialog that asks before anything is done.
struct QuestionView {
  let dialog: Dialog
  let glyphs: Glyphs

  /// The columns between the borders on a canvas.
  static func room(_ canvas: Canvas) -> Int { max(1, min(canvas.width, 76) - 4) }

  func draw(on canvas: inout Canvas) {
    let width = min(canvas.width, 76)
    let inner = Self.room(canvas)
    let answers = dialog.answers(width: inner)
    let height = min(canvas.height, dialog.lines.count + answers.count + 3)
    let box = Rect(
      x: (canvas.width - width) / 2, y: max(0, (canvas.height - height) / 2), width: width,
      height: height)
    canvas.fill(box, role: .dialog)
    FrameView(box: box, title: dialog.title, glyphs: glyphs).draw(on: &canvas)
    for (at, line) in shown(height - 2, answers).prefix(max(0, height - 2)).enumerated() {
      var x = box.x + 2
      for span in line {
        let left = max(0, box.x + 2 + inner - x)
        x += canvas.put(span.text, x: x, y: box.y + 1 + at, role: span.role, limit: left)
      }
    }
  }

  /// The lines that fit: on a low screen the end goes first, and a sign tells so; how to answer stays.
  private func shown(_ room: Int, _ answers: [[PageText.Span]]) -> [[PageText.Span]] {
    let whole = dialog.lines + [[]] + answers
    guard whole.count > room else { return whole }
    let kept = max(0, room - answers.count)
    guard kept > 2 else { return dialog.lines.prefix(kept) + answers }
    let sign = PageText.Span(String(Character(glyphs.ellipsis)), .dim)
    return dialog.lines.prefix(kept - 1) + [[sign]] + answers
  }
}

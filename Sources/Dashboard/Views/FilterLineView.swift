import Canvas
import FlowModel

/// The filter while it is typed, in the bottom line; above it, what is wrong with it, and where.
///
///     src takes port, host, net or an address, not "prot"; did you mean port?
///          ▾
///     /src prot 443_                                              Esc drops it
///
/// The sentence stands beside the mark where there is room for it, and above it where there is none.
struct FilterLineView {
  let typed: String
  let error: FilterError?
  let layout: ScreenLayout

  /// Columns before the text: those of the `/`.
  private static let start = 1

  func draw(on canvas: inout Canvas, _ glyphs: Glyphs) {
    let y = layout.footer.y
    canvas.fill(layout.footer, role: .input)
    canvas.put("/", x: 0, y: y, role: .key)
    // The end of a long filter is what is being typed.
    let room = max(0, canvas.width - 28)
    let hidden = max(0, typed.count - room)
    let x = Self.start + canvas.put(typed.dropFirst(hidden), x: Self.start, y: y, role: .input)
    canvas.put("_", x: x, y: y, role: .input)
    let keys = error == nil ? "Enter keeps, Esc drops it" : "Esc drops it"
    canvas.putRight(keys, end: canvas.width - 1, y: y, role: .input)
    guard let error else { return }
    let before = Canvas.columns(String(typed.unicodeScalars.prefix(error.offset)))
    let shift = Canvas.columns(String(typed.prefix(hidden)))
    // What is hidden on the left has its place at the edge.
    tell(error, mark: max(0, Self.start + before - shift), on: &canvas, glyphs)
  }

  private func tell(
    _ error: FilterError, mark: Int, on canvas: inout Canvas, _ glyphs: Glyphs
  ) {
    let width = Canvas.columns(error.sentence)
    let sign = String(Character(glyphs.descending))
    let fitsRight = mark + 2 + width < canvas.width
    let fitsLeft = width + 2 <= mark
    let above = fitsRight || fitsLeft ? [] : Wrapping.lines(error.sentence, width: canvas.width - 2)
    let height = above.count + 1
    guard height <= layout.table.height else {
      // No room but in the line itself.
      let text = FlowTableView.fitted(error.sentence, canvas.width - 1, glyphs)
      canvas.fill(layout.footer, role: .input)
      canvas.put(text, x: 0, y: layout.footer.y, role: .warning)
      return
    }
    let top = layout.footer.y - height
    canvas.fill(Rect(x: 0, y: top, width: canvas.width, height: height), role: .text)
    for (at, line) in above.enumerated() { canvas.put(line, x: 1, y: top + at, role: .warning) }
    let y = layout.footer.y - 1
    canvas.put(sign, x: mark, y: y, role: .warning)
    if fitsRight {
      canvas.put(error.sentence, x: mark + 2, y: y, role: .warning)
    } else if fitsLeft {
      canvas.putRight(error.sentence, end: mark - 1, y: y, role: .warning)
    }
  }
}

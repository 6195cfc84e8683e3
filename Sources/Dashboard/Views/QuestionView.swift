import Canvas
import FlowModel

/// The dialog that asks before anything irreversible happens.
struct QuestionView {
  let question: Question
  let glyphs: Glyphs

  func draw(on canvas: inout Canvas) {
    let width = min(canvas.width, 76)
    let inner = max(1, width - 4)
    let lines = content(inner)
    let height = min(canvas.height, lines.count + 2)
    let box = Rect(
      x: (canvas.width - width) / 2, y: max(0, (canvas.height - height) / 2), width: width,
      height: height)
    canvas.fill(box, role: .dialog)
    FrameView(box: box, title: title, glyphs: glyphs).draw(on: &canvas)
    // On a low screen the middle goes first: what is asked and how to answer stays.
    var shown = lines
    let room = max(0, height - 2)
    if shown.count > room, let last = shown.last {
      shown = Array(shown.prefix(max(0, room - 1))) + [last]
    }
    for (at, line) in shown.prefix(room).enumerated() {
      canvas.put(line.text, x: box.x + 2, y: box.y + 1 + at, role: line.role, limit: inner)
    }
  }

  private var title: String {
    switch question.action {
    case .flush: "Flush this flow?"
    }
  }

  private func content(_ width: Int) -> [(text: String, role: Role)] {
    switch question.action {
    case .flush(let flow):
      var lines = tuple("orig  ", flow.orig, width, .dialogTitle)
      if flow.isTranslated { lines += tuple("reply ", flow.reply, width, .dialog) }
      var facts = "\(flow.l4.name), \(flow.lane.name) lane, id \(flow.id)"
      if flow.zone.id != 0 { facts += ", zone \(flow.zone.id)" }
      if let bytes = flow.totalBytes { facts += ", \(Quantity.bytes(bytes)) so far" }
      lines += Wrapping.lines(facts, width: width).map { ($0, .dialog) }
      lines.append(("", .dialog))
      for sentence in question.consequences {
        lines += Wrapping.lines(sentence, width: width).map { ($0, .dialog) }
      }
      lines.append(("", .dialog))
      lines += Wrapping.lines(ConntrackCommand.delete(flow), width: width).map { ($0, .dim) }
      lines.append(("", .dialog))
      lines.append(("y or Enter: flush   n or Esc: leave", .danger))
      return lines
    }
  }

  /// A tuple on one line where it fits, else on two: what is about to be deleted is never cut off.
  private func tuple(_ label: String, _ tuple: Tuple, _ width: Int, _ role: Role)
    -> [(text: String, role: Role)]
  {
    let source = EndpointText.fitted(tuple.sourceText, width - label.count, glyphs)
    let arrow = " \(glyphs.arrow) "
    let whole = label + source + arrow + tuple.destinationText
    if Canvas.columns(whole) <= width { return [(whole, role)] }
    let indent = String(repeating: " ", count: max(0, label.count - arrow.count)) + arrow
    let destination = EndpointText.fitted(tuple.destinationText, width - indent.count, glyphs)
    return [(label + source, role), (indent + destination, role)]
  }
}

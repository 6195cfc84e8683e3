import Canvas

/// A border with a title.
struct FrameView {
  let box: Rect
  let title: String
  let glyphs: Glyphs

  func draw(on canvas: inout Canvas) {
    guard box.width >= 2, box.height >= 2 else { return }
    let right = box.x + box.width - 1
    let bottom = box.y + box.height - 1
    let line = String(repeating: Character(glyphs.horizontal), count: box.width - 2)
    canvas.put(line, x: box.x + 1, y: box.y, role: .dialog)
    canvas.put(line, x: box.x + 1, y: bottom, role: .dialog)
    for y in box.y..<(box.y + box.height) {
      canvas.put(String(Character(glyphs.vertical)), x: box.x, y: y, role: .dialog)
      canvas.put(String(Character(glyphs.vertical)), x: right, y: y, role: .dialog)
    }
    canvas.put(String(Character(glyphs.topLeft)), x: box.x, y: box.y, role: .dialog)
    canvas.put(String(Character(glyphs.topRight)), x: right, y: box.y, role: .dialog)
    canvas.put(String(Character(glyphs.bottomLeft)), x: box.x, y: bottom, role: .dialog)
    canvas.put(String(Character(glyphs.bottomRight)), x: right, y: bottom, role: .dialog)
    canvas.put(" \(title) ", x: box.x + 2, y: box.y, role: .dialogTitle, limit: box.width - 4)
  }
}

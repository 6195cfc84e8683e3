import Canvas

/// The time to jump to while it is typed, in the bottom line.
struct TimeLineView {
  let typed: String
  let isGood: Bool
  let layout: ScreenLayout

  func draw(on canvas: inout Canvas) {
    let y = layout.footer.y
    canvas.fill(layout.footer, role: .input)
    var x = canvas.put("@", x: 0, y: y, role: .key)
    x += canvas.put(typed, x: x, y: y, role: .input, limit: max(0, canvas.width - 2))
    canvas.put("_", x: x, y: y, role: .input)
    let help =
      typed.isEmpty || isGood
      ? "14:32, 14:32:07, -90s, +5m; Enter jumps, Esc drops it" : "no time: 14:32:07 or -90s"
    if x + 2 + help.count < canvas.width {
      canvas.putRight(
        help, end: canvas.width - 1, y: y, role: typed.isEmpty || isGood ? .input : .warning)
    }
  }
}

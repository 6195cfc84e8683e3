import Canvas
import Testing

/// Whatever is drawn, wherever: no trap, no half of a wide scalar, nothing that does not print.
@Suite struct CanvasPropertyTests {
  private static let alphabet = Array(
    "ab 世界🙂é─\u{301}\u{1b}\u{0}\u{9b}\u{202e}\u{200d}\u{e000}\u{ad}\u{2028}".unicodeScalars)

  private func coordinate(_ generator: inout SeededGenerator) -> Int {
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: [Int.min, .min + 1, .max, .max - 1].randomElement(using: &generator) ?? 0
    default: .random(in: -6...14, using: &generator)
    }
  }

  private func text(_ generator: inout SeededGenerator) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...12, using: &generator) {
      text.append(Self.alphabet.randomElement(using: &generator) ?? "x")
    }
    return String(text)
  }

  private func draw(on canvas: inout Canvas, _ generator: inout SeededGenerator) {
    let role = Role.allCases.randomElement(using: &generator) ?? .text
    let x = coordinate(&generator)
    let y = coordinate(&generator)
    let limit = Bool.random(using: &generator) ? Int.max : coordinate(&generator)
    let scalar = Self.alphabet.randomElement(using: &generator) ?? "x"
    var rect = Rect(x: x, y: y, width: coordinate(&generator), height: coordinate(&generator))
    if Bool.random(using: &generator) { rect.width = coordinate(&generator) }
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: canvas.fill(rect, with: scalar, role: role)
    case 1: canvas.paint(rect, role: role)
    case 2: canvas.putRight(text(&generator), end: x, y: y, role: role, limit: limit)
    default:
      let drawn = text(&generator)
      let used = canvas.put(drawn, x: x, y: y, role: role, limit: limit)
      #expect(used <= max(0, limit))
      #expect(used <= Canvas.columns(drawn))
    }
  }

  private func check(_ canvas: Canvas) {
    for y in 0..<canvas.height {
      for x in 0..<canvas.width {
        let cell = canvas[x, y]
        #expect(cell.scalar.isPrintable)
        #expect(cell.scalar.columns > 0)
        if cell.isTail { #expect(canvas[x - 1, y].scalar.columns == 2 && x > 0) }
        if cell.scalar.columns == 2 { #expect(canvas[x + 1, y].isTail && !cell.isTail) }
      }
      #expect(Canvas.columns(canvas.line(y)) <= canvas.width)
    }
  }

  @Test(arguments: [(0, 0), (1, 1), (2, 1), (1, 5), (7, 3), (12, 4)])
  func anyDrawingKeepsTheCanvasWhole(size: (width: Int, height: Int)) {
    var generator = SeededGenerator(seed: UInt64(size.width * 100 + size.height))
    var canvas = Canvas(width: size.width, height: size.height)
    for _ in 0..<400 {
      draw(on: &canvas, &generator)
      check(canvas)
      #expect(canvas.size == Size(width: size.width, height: size.height))
    }
  }

  @Test func nothingIsDrawnOutsideTheLimit() {
    var generator = SeededGenerator(seed: 77)
    for _ in 0..<1000 {
      var canvas = Canvas(width: 12, height: 1)
      let x = Int.random(in: -4...12, using: &generator)
      let limit = Int.random(in: 0...8, using: &generator)
      canvas.put(text(&generator), x: x, y: 0, role: .danger, limit: limit)
      for column in 0..<12 where column < x || column >= x + limit {
        #expect(canvas[column, 0] == .blank(.text))
      }
    }
  }
}

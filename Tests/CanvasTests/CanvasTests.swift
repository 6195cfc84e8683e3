import Canvas
import Testing

@Suite struct CanvasTests {
  private func row(_ width: Int, _ draw: (inout Canvas) -> Void) -> String {
    var canvas = Canvas(width: width, height: 1)
    draw(&canvas)
    return (0..<width).map { canvas[$0, 0].isTail ? "·" : String(canvas[$0, 0].scalar) }.joined()
  }

  @Test func textIsClippedAtBothEdges() {
    #expect(row(4) { $0.put("abcdef", x: -2, y: 0, role: .text) } == "cdef")
    #expect(row(4) { $0.put("abcdef", x: 2, y: 0, role: .text) } == "  ab")
    #expect(row(4) { $0.put("abcdef", x: 0, y: 0, role: .text, limit: 2) } == "ab  ")
    #expect(row(4) { $0.put("abcdef", x: 0, y: 0, role: .text, limit: -1) } == "    ")
    #expect(row(4) { $0.putRight("abcdef", end: 4, y: 0, role: .text, limit: 3) } == " abc")
  }

  @Test func aWideScalarTakesTwoColumnsOrNone() {
    #expect(row(5) { $0.put("a世b", x: 0, y: 0, role: .text) } == "a世·b ")
    #expect(row(2) { $0.put("a世", x: 0, y: 0, role: .text) } == "a ")
    #expect(row(3) { $0.put("世a", x: -1, y: 0, role: .text) } == " a ")
    #expect(row(4) { $0.put("世界", x: 0, y: 0, role: .text, limit: 3) } == "世·  ")
    #expect(row(1) { $0.put("世", x: 0, y: 0, role: .text) } == " ")
  }

  @Test func overwritingHalfOfAWideScalarBlanksTheOther() {
    #expect(
      row(4) {
        $0.put("世界", x: 0, y: 0, role: .text)
        $0.put("x", x: 1, y: 0, role: .text)
      } == " x界·")
    #expect(
      row(4) {
        $0.put("世界", x: 0, y: 0, role: .text)
        $0.put("x", x: 2, y: 0, role: .text)
      } == "世·x ")
    #expect(
      row(4) {
        $0.put("世界", x: 0, y: 0, role: .text)
        $0.put("中", x: 1, y: 0, role: .text)
      } == " 中· ")
    #expect(
      row(4) {
        $0.put("世界", x: 0, y: 0, role: .text)
        $0.fill(Rect(x: 1, y: 0, width: 1, height: 1), role: .text)
      } == "  界·")
  }

  @Test func whatDoesNotPrintBecomesAQuestionMarkOfOneColumn() {
    // Escape, a C1 control, a bidirectional override, a zero-width joiner, an unassigned scalar
    // among wide ones.
    let text = "\u{1b}[m\u{9b}\u{202e}\u{200d}\u{2fffe}|"
    #expect(row(9) { $0.put(text, x: 0, y: 0, role: .text) } == "?[m????| ")
    #expect(Canvas.columns(text) == 8)
  }

  @Test func aCombiningScalarIsDropped() {
    #expect(row(3) { $0.put("e\u{301}x", x: 0, y: 0, role: .text) } == "ex ")
    #expect(Canvas.columns("e\u{301}x") == 2)
    #expect(Cell("\u{301}", role: .text).scalar == "?")
  }

  @Test func columnsAreCountedAlsoOutsideTheCanvas() {
    var canvas = Canvas(width: 3, height: 1)
    #expect(canvas.put("世界!", x: 0, y: 0, role: .text) == 5)
    #expect(canvas.put("世界!", x: 0, y: 9, role: .text) == 5)
    #expect(canvas.put("世界!", x: .max, y: 0, role: .text, limit: 4) == 4)
  }

  @Test(
    arguments: [
      ("─", 1), ("█", 1), ("—", 1), ("…", 1), ("é", 1), ("世", 2), ("한", 2), ("🙂", 2), ("✅", 2),
      ("⌚", 2), ("Ａ", 2), ("ｱ", 1), ("★", 1), ("🇩", 1), ("\u{1160}", 0), ("\u{fe0f}", 0),
    ] as [(Unicode.Scalar, Int)])
  func aScalarTakesAsManyColumnsAsTerminalsGiveIt(scalar: Unicode.Scalar, columns: Int) {
    #expect(scalar.columns == columns)
  }

  @Test func aCanvasIsCutToASizeThatExists() {
    #expect(Canvas(width: -3, height: 5).size == Size(width: 0, height: 5))
    #expect(Canvas(width: .max, height: 1).size == Size(width: Canvas.largest.width, height: 1))
    #expect(Canvas(width: 0, height: 0).line(0) == "")
  }

  @Test func rowsAreComparedByGlyphsAndRoles() {
    var one = Canvas(width: 4, height: 2)
    var other = one
    #expect(one.hasSameRow(1, as: other))
    one.put("ab", x: 0, y: 1, role: .text)
    other.put("ab", x: 0, y: 1, role: .dim)
    #expect(one.hasSameRow(0, as: other))
    #expect(!one.hasSameRow(1, as: other))
    #expect(!one.hasSameRow(2, as: other))
    #expect(!one.hasSameRow(0, as: Canvas(width: 5, height: 2)))
  }
}

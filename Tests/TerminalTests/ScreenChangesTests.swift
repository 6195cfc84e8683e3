import Canvas
import Terminal
import Testing

@Suite struct ScreenChangesTests {
  /// Draws the changes of each pass as the terminal would, over what was there.
  private func applied(_ changes: ScreenChanges, _ old: Canvas, _ new: Canvas) -> [[Cell]] {
    var cells = (0..<old.height).map { y in (0..<old.width).map { old[$0, y] } }
    for run in changes.passes.joined() {
      for x in run.x..<run.x + run.count { cells[run.y][x] = new[x, run.y] }
    }
    return cells
  }

  private func changes(_ old: Canvas, _ new: Canvas) -> ScreenChanges {
    ScreenChanges(from: old, to: new, within: new.size) { UInt32($0.rawValue) }
  }

  @Test func nothingIsDrawnWhereNothingChanged() {
    var canvas = Canvas(width: 20, height: 3)
    canvas.put("the same", x: 2, y: 1, role: .rate)
    let changes = changes(canvas, canvas)
    #expect(changes.cells == 0)
    #expect(changes.passes.isEmpty)
  }

  @Test func cellsOfOneLookAreDrawnTogether() {
    let old = Canvas(width: 20, height: 2)
    var new = old
    for y in 0..<2 {
      new.put("1.5", x: 2, y: y, role: .rate)
      new.put("gone", x: 8, y: y, role: .dim)
    }
    let passes = changes(old, new).passes.map { $0.map { [$0.y, $0.x, $0.count] } }
    #expect(passes == [[[0, 2, 3], [1, 2, 3]], [[0, 8, 4], [1, 8, 4]]])
  }

  @Test func whateverChangesTheResultIsTheNewCanvas() {
    var generator = SystemRandomNumberGenerator()
    let words = ["a", "bc", "漢", "漢字", " ", "│", "é"]
    for _ in 0..<500 {
      var old = Canvas(width: 12, height: 4)
      var new = old
      for turn in 0..<20 {
        let word = words.randomElement(using: &generator) ?? ""
        let role = Role.allCases.randomElement(using: &generator) ?? .text
        let x = Int.random(in: -1..<12, using: &generator)
        let y = Int.random(in: 0..<4, using: &generator)
        new.put(word, x: x, y: y, role: role)
        if turn < 10 { old = new }
      }
      let cells = applied(changes(old, new), old, new)
      for y in 0..<4 { for x in 0..<12 { #expect(cells[y][x] == new[x, y]) } }
    }
  }
}

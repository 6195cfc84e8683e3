import Canvas
import Terminal
import Testing

@Suite struct FrameEncoderTests {
  /// The looks of the roles: some share one, some have attributes, each pair of colours differs.
  private static let looks = Role.allCases.map { role in
    Look(
      role.rawValue % 3 == 0 ? [1] : role.rawValue % 3 == 1 ? [] : [1, 7],
      foreground: "38;5;\(role.rawValue / 2)",
      background: role.rawValue % 2 == 0 ? "49" : "48;5;233")
  }

  /// A terminal that shows `old`, as curses left it.
  private func screen(_ old: Canvas) -> Screen { Screen(old, looks: Self.looks) }

  private func frame(_ encoder: inout FrameEncoder, _ old: Canvas, _ new: Canvas) -> [UInt8] {
    encoder.frame(from: old, to: new, within: new.size, looks: Self.looks)
  }

  @Test func nothingIsSentWhereNothingChanged() {
    var canvas = Canvas(width: 20, height: 3)
    canvas.put("the same", x: 2, y: 1, role: .rate)
    var encoder = FrameEncoder()
    #expect(frame(&encoder, canvas, canvas).isEmpty)
    #expect(encoder.reset.isEmpty)
  }

  @Test func aColumnOfFiguresTakesOneLookAndShortSteps() {
    var old = Canvas(width: 80, height: 24)
    for y in 5..<9 { old.put("12.4 Mb/s", x: 50, y: y, role: .rate) }
    var new = old
    for y in 5..<9 { new.put("13.7 Mb/s", x: 50, y: y, role: .rate) }
    var encoder = FrameEncoder()
    let look = "\u{1b}[0;38;5;5m"
    let first = frame(&encoder, old, new)
    // The point is written again: that is shorter than a leap over it.
    let step = "\n\u{8}\u{8}\u{8}3.7"
    #expect(String(decoding: first, as: UTF8.self) == look + "\u{1b}[6;52H3.7" + step + step + step)
    // The look is set already.
    let second = frame(&encoder, new, old)
    #expect(!second.contains(UInt8(ascii: "m")))
  }

  @Test func aLookThatAddsToTheOneBeforeIsNotSaidAnew() {
    let text = Look(foreground: "38;5;253", background: "48;5;233")
    let rate = Look([1], foreground: "38;5;255", background: "48;5;233")
    #expect(rate.sequence(after: text) == "\u{1b}[1;38;5;255m")
    #expect(text.sequence(after: rate) == "\u{1b}[0;38;5;253;48;5;233m")
    #expect(text.sequence(after: text) == "")
    #expect(Look().sequence(after: rate) == "\u{1b}[m")
    #expect(Look([7]).sequence(after: nil) == "\u{1b}[0;7m")
  }

  @Test func theEndOfARowIsErasedWhereErasedCellsLookTheSame() {
    var old = Canvas(width: 40, height: 2)
    old.put("a long sentence", x: 4, y: 1, role: .text)
    let new = Canvas(width: 40, height: 2)
    var encoder = FrameEncoder()
    #expect(frame(&encoder, old, new).suffix(3) == Array("\u{1b}[K".utf8))
    // A background of its own, on a terminal that erases in another one.
    var blue = Canvas(width: 40, height: 2)
    blue.fill(blue.bounds, role: .dim)
    var other = FrameEncoder()
    #expect(frame(&other, old, blue).suffix(3) != Array("\u{1b}[K".utf8))
  }

  @Test(arguments: [true, false]) func whateverChangesTheScreenBecomesTheNewCanvas(inColor: Bool) {
    var generator = SystemRandomNumberGenerator()
    let words = ["a", "bc", "1.5", "漢", "漢字", " ", "      ", "│", "é", "▁▂"]
    for _ in 0..<300 {
      var encoder = FrameEncoder(erasesInColor: inColor)
      var old = Canvas(width: 14, height: 5)
      var screen = screen(old)
      screen.erasesInColor = inColor
      for frame in 0..<6 {
        var new = old
        for _ in 0..<Int.random(in: 0...(frame == 3 ? 60 : 6), using: &generator) {
          new.put(
            words.randomElement(using: &generator) ?? "",
            x: Int.random(in: -1..<14, using: &generator),
            y: Int.random(in: 0..<5, using: &generator),
            role: Role.allCases.randomElement(using: &generator) ?? .text)
        }
        screen.take(self.frame(&encoder, old, new))
        #expect(screen.differences(from: new, looks: Self.looks) == [])
        old = new
      }
    }
  }

  @Test func whatTheTerminalCannotShowIsAQuestionMark() {
    let old = Canvas(width: 10, height: 1)
    var new = old
    new.put("é漢x", x: 0, y: 0, role: .text)
    var encoder = FrameEncoder { $0.isASCII }
    #expect(String(decoding: frame(&encoder, old, new), as: UTF8.self).hasSuffix("?? x"))
  }
}

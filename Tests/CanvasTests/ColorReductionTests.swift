import Canvas
import Testing

@Suite struct ColorReductionTests {
  @Test(arguments: [
    // 256 colours: the cube and the greys, never the first 16.
    (Color.rgb(255, 0, 0), ColorDepth.indexed256, Color.indexed(196)),
    (.rgb(0, 0, 0), .indexed256, .indexed(16)),
    (.rgb(255, 255, 255), .indexed256, .indexed(231)),
    (.rgb(18, 18, 18), .indexed256, .indexed(233)),
    (.rgb(0x5f, 0x87, 0xaf), .indexed256, .indexed(67)),
    (.indexed(3), .indexed256, .indexed(3)),
    // 16: the nearest as xterm shows them.
    (.rgb(250, 10, 10), .ansi16, .indexed(9)),
    (.rgb(200, 0, 0), .ansi16, .indexed(1)),
    (.indexed(196), .ansi16, .indexed(9)),
    (.indexed(12), .ansi16, .indexed(12)),
    // 8.
    (.indexed(12), .ansi8, .indexed(4)),
    (.rgb(0, 210, 5), .ansi8, .indexed(2)),
    (.indexed(231), .ansi8, .indexed(7)),
    // None, and what every terminal has.
    (.rgb(1, 2, 3), .mono, .default),
    (.default, .truecolor, .default),
    (.default, .ansi8, .default),
    (.rgb(1, 2, 3), .truecolor, .rgb(1, 2, 3)),
  ]) func aColourTurnsIntoTheNearestThatTheTerminalHas(
    color: Color, depth: ColorDepth, expected: Color
  ) {
    #expect(color.reduced(to: depth) == expected)
  }

  @Test func reducingTwiceChangesNothing() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      let color = Color(packed: .random(in: 0...0xffffff, using: &generator))
      for depth in ColorDepth.allCases {
        let once = color.reduced(to: depth)
        #expect(once.reduced(to: depth) == once)
      }
    }
  }

  @Test func everyPaletteColourIsItsOwnNearest() {
    for index in UInt8(16)...255 {
      let packed = Color.indexed(index).packed ?? 0
      let again = Color(packed: packed).reduced(to: .indexed256)
      #expect(again.packed == packed, "\(index)")
    }
  }

  @Test func ofEightColoursABrightOneIsBoldAndBrightBlackIsDim() {
    let bright = Style(.indexed(11), on: .indexed(4)).reduced(to: .ansi8)
    #expect(bright == Style(.indexed(3), on: .indexed(4), attributes: .bold))
    let grey = Style(.indexed(8), on: .default).reduced(to: .ansi8)
    #expect(grey == Style(.default, on: .default, attributes: .dim))
  }

  @Test func textNeverTakesTheColourOfItsGround() {
    let close = Style(.rgb(10, 10, 10), on: .rgb(12, 12, 12))
    for depth in [ColorDepth.ansi8, .ansi16, .indexed256] {
      let style = close.reduced(to: depth)
      #expect(style == Style(.default, on: .default, attributes: .reverse), "\(depth)")
    }
  }

  @Test func aStyleTakesWhatItLeavesOpenFromText() {
    let theme = Theme(
      name: "t",
      entries: [
        .text: .init(Style(.rgb(1, 1, 1), on: .rgb(255, 255, 255)), few: Style(.default)),
        .good: .init(Style(.rgb(0, 99, 0)), few: Style(.indexed(2))),
        .notice: .init(Style(nil, on: .rgb(200, 200, 200), attributes: .bold)),
      ])
    #expect(
      theme.style(of: .good, depth: .truecolor) == Style(.rgb(0, 99, 0), on: .rgb(255, 255, 255)))
    #expect(theme.style(of: .good, depth: .ansi8) == Style(.indexed(2), on: .default))
    #expect(theme.style(of: .notice, depth: .truecolor).foreground == .rgb(1, 1, 1))
    #expect(
      theme.style(of: .notice, depth: .mono)
        == Style(.default, on: .default, attributes: [.bold, .reverse]))
  }

  @Test(
    arguments: [
      (ColorChoice.auto, nil, nil, nil),
      (.auto, nil, "truecolor", ColorDepth.truecolor),
      (.auto, nil, "24bit", .truecolor),
      (.auto, nil, "yes", nil),
      (.auto, "1", "truecolor", .mono),
      (.auto, "", "truecolor", .truecolor),
      (.never, nil, "truecolor", .mono),
      (.ansi16, "1", nil, .ansi16),
      (.indexed256, nil, "truecolor", .indexed256),
      (.truecolor, "1", nil, .truecolor),
    ] as [(ColorChoice, String?, String?, ColorDepth?)])
  func theOptionWinsOverNoColorWhichWinsOverColorterm(
    choice: ColorChoice, noColor: String?, colorTerm: String?, depth: ColorDepth?
  ) {
    #expect(choice.wanted(noColor: noColor, colorTerm: colorTerm) == depth)
  }

  @Test(arguments: [
    (-1, ColorDepth.mono), (0, .mono), (2, .mono), (8, .ansi8), (16, .ansi16), (88, .ansi16),
    (256, .indexed256), (0x1_000000, .truecolor),
  ]) func theNumberOfColoursTellsTheDepth(colors: Int, depth: ColorDepth) {
    #expect(ColorDepth(colors: colors) == depth)
  }
}

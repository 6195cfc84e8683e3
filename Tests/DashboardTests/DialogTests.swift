import Canvas
import Dashboard
import FlowModel
import Testing

/// The dialogs as they are drawn.
@Suite struct DialogTests {
  private static let sizes = [(60, 20), (80, 24), (120, 40)]
  private static let both: [Glyphs] = [.utf8, .ascii]

  private func check(_ keys: String, _ name: String, _ size: (Int, Int), _ id: UInt32) {
    for glyphs in Self.both {
      var model = Scene.model(
        width: size.0, height: size.1,
        settings: Settings(glyphs: glyphs, session: OwnSessionTests.settings.session))
      if name == "pinned" { _ = model.update(.snapshot(PinTests.fast(2, expiration: 600_000))) }
      while model.listing.selection?.id != id { model.press(.down) }
      model.type(keys)
      let canvas = model.render()
      if glyphs == .ascii {
        for y in 0..<size.1 { #expect(canvas.line(y).unicodeScalars.allSatisfy { $0.isASCII }) }
      } else {
        Golden.check(canvas, "\(name)-\(size.0)x\(size.1)")
      }
    }
  }

  @Test(arguments: sizes) func flushOfTheTaggedOnes(size: (Int, Int)) {
    check("g     X", "flush-many", size, 101)
  }

  @Test(arguments: sizes) func flushOfTheOwnSession(size: (Int, Int)) {
    check("xy", "flush-own", size, 102)
  }

  @Test(arguments: sizes) func reset(size: (Int, Int)) { check("R", "reset", size, 101) }

  @Test(arguments: sizes) func pinToSlow(size: (Int, Int)) { check("P+", "pin-slow", size, 106) }

  @Test(arguments: sizes) func pinToFast(size: (Int, Int)) { check("P", "pin-fast", size, 101) }

  @Test(arguments: sizes) func pinRefused(size: (Int, Int)) {
    check("Ps", "pin-refused", size, 103)
  }

  @Test(arguments: sizes) func unpin(size: (Int, Int)) { check("P", "pinned", size, 101) }

  @Test(arguments: sizes) func tagsAndPinsInRows(size: (Int, Int)) {
    check("  kkp", "marks", size, 101)
  }

  @Test(arguments: [30, 40, 60], [6, 10, 14])
  func howToAnswerIsSeenOnSmallScreens(width: Int, height: Int) {
    for (keys, answer) in [("X", "y: flush"), ("R", "y: reset"), ("P", "Esc: leave")] {
      var model = Scene.model(width: width, height: height)
      model.press(.down)
      model.type(" " + keys)
      #expect(model.screen.contains(answer), "\(model.screen)")
    }
  }
}

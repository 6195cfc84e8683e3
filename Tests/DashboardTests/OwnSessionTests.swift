import Canvas
import Dashboard
import FlowModel
import Testing

/// The operator's own SSH session: seen, and not cut by mistake.
@Suite struct OwnSessionTests {
  /// Flow 102 carries it, as the server sees the connection.
  static let settings = Settings(session: OperatorSession("192.168.1.2 39912 192.168.1.1 22"))

  private func model(_ width: Int = 80) -> Model {
    Scene.model(width: width, settings: Self.settings)
  }

  @Test(arguments: [60, 80, 120, 200])
  func itsRowSaysSo(width: Int) {
    let rows = model(width).screen.split(separator: "\n").filter { $0.contains("(you)") }
    #expect(rows.count == 1)
    #expect(rows.first?.contains(":39912") == true)
  }

  @Test func itsFlushIsAskedForTwice() {
    var model = model()
    model.press(.down, .down, .down)
    model.type("x")
    #expect(model.screen.contains("Your own SSH session goes by it."))
    // The same answer again is none: who answers without reading does nothing.
    #expect(model.type("yyyY").isEmpty)
    #expect(model.screen.contains("Your own SSH session!"))
    #expect(model.screen.contains("locked out"))
    #expect(model.press(.enter).isEmpty)
    #expect(model.question == nil)
    model.type("xy")
    #expect(model.type("s").isEmpty)
    #expect(model.type("f").first?.request?.flows.map(\.id) == [102])
  }

  @Test func amongManyItCanBeSpared() {
    for (key, count) in [("f", 5), ("s", 4)] {
      var model = model()
      model.type("/slow")
      model.press(.enter)
      model.type("X")
      #expect(model.type("y").isEmpty)
      let flows = model.type(key).first?.request?.flows ?? []
      #expect(flows.count == count)
      #expect(flows.contains { $0.id == 102 } == (key == "f"))
    }
  }

  @Test func aSessionThatIsOverIsNotAskedFor() {
    var model = model()
    model.type("/slow")
    model.press(.enter)
    model.type("X")
    _ = model.update(.snapshot(Scene.snapshot(2, Scene.flows(2).filter { $0.id != 102 })))
    #expect(model.type("y").first?.request?.flows.count == 4)
  }

  @Test func aResetOfItNeedsNoSecondWord() {
    var model = model()
    model.press(.down, .down, .down)
    model.type("R")
    #expect(model.press(.enter).first?.request?.action == .reset)
  }
}

import Canvas
import Dashboard
import Testing

@Suite struct KeymapTests {
  @Test func noKeyMeansTwoThings() {
    let keys = Keymap.standard.bindings.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
  }

  @Test func everyCommandHasAKeyAndAWordInHelp() {
    for command in Command.allCases {
      #expect(!Keymap.standard.labels(of: command).isEmpty, "\(command)")
      #expect(!command.summary.isEmpty)
    }
  }

  @Test func helpTellsEveryBinding() {
    var model = Scene.model(width: 100, height: 80)
    model.type("?")
    for command in Command.allCases {
      #expect(model.screen.contains(command.summary), "\(command)")
      for label in Keymap.standard.labels(of: command) { #expect(model.screen.contains(label)) }
    }
  }
}

import Canvas
import Dashboard
import FlowModel
import Testing

@Suite struct PrivacyTests {
  /// The addresses of the scene, as they must not be seen.
  private func addresses() -> Set<String> {
    var texts: Set<String> = []
    for flow in Scene.flows(1) {
      for tuple in [flow.orig, flow.reply] {
        for address in [tuple.source, tuple.destination] { texts.insert(address.text) }
      }
    }
    return texts
  }

  @Test func noRealAddressIsOnAnyScreen() {
    var model = Scene.model(width: 200, height: 60)
    var settings = Settings()
    settings.mask = AddressMask(key0: 1, key1: 2)
    model = Model(settings: settings, size: Size(width: 200, height: 60))
    _ = model.privately { $0.update(.snapshot(Scene.snapshot(0))) }
    _ = model.privately { $0.update(.snapshot(Scene.snapshot(1))) }
    for keys in [
      "", "j", "\r", "w", "\u{1b}", "\u{1b}", "x", "n", "t", "\u{1b}", "d", "G", "\u{1b}",
    ] {
      for key in keys.unicodeScalars {
        let pressed: Key = key == "\r" ? .enter : key == "\u{1b}" ? .escape : .character(key)
        _ = model.privately { $0.update(.key(pressed)) }
      }
      let canvas = model.privately { $0.render() }
      let screen = (0..<canvas.height).map { canvas.line($0) }.joined(separator: "\n")
      #expect(screen.contains("[PRIVATE]"))
      for address in addresses() where screen.contains(address) {
        #expect(
          !screen.split(whereSeparator: { " :[]".contains($0) }).contains { $0 == address },
          "\(address) after \(keys.debugDescription)\n\(screen)")
      }
    }
  }

  @Test func anActionMeansTheRealFlow() {
    var settings = Settings()
    settings.mask = AddressMask(key0: 1, key1: 2)
    var model = Model(settings: settings, size: Size(width: 100, height: 30))
    _ = model.privately { $0.update(.snapshot(Scene.snapshot(0))) }
    for key in "jx" {
      _ = model.privately { $0.update(.key(.character(key.unicodeScalars.first ?? "j"))) }
    }
    var effects: [Effect] = []
    for key in "y" {
      effects = model.privately { $0.update(.key(.character(key.unicodeScalars.first ?? "y"))) }
    }
    guard case .act(let request)? = effects.first else {
      Issue.record("nothing is done: \(effects)")
      return
    }
    #expect(request.flows.allSatisfy { flow in Scene.flows(0).contains { $0.key == flow.key } })
  }
}

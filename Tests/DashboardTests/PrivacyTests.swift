import Canvas
import Dashboard
import Diagnosis
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
      #expect(!screen.contains("gw1") && !canvas.line(0).contains("rtr"))
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

  @Test(arguments: ["net 10.1.2.0/24", "src host 10.1.2.3/8", "host 2001:db8:1:2::/64"])
  func aNetworkInAFilterHasNoHostBits(text: String) throws {
    let filter = try FlowFilter(typed: text)
    let written = AddressMask.$current.withValue(AddressMask(key0: 1, key1: 2)) {
      filter.description
    }
    let network = try #require(written.split(separator: " ").last)
    let parts = network.split(separator: "/")
    #expect(parts.count == 2)
    let address = try #require(Address(reading: String(parts[0])))
    let bits = (Int(parts[1]) ?? 0) + (address.ipv4 == nil ? 0 : 96)
    #expect(address.masked(to: bits) == address)
  }
}

import Canvas
import Dashboard
import FlowModel
import Testing

@Suite struct ElephantTests {
  /// The slow flow of the scene, with so many bytes a second more.
  static func model(
    width: Int = 80, height: Int = 24, extra: UInt64 = 20_000_000, glyphs: Glyphs = .utf8
  ) -> Model {
    var model = Scene.model(width: width, height: height, settings: Settings(glyphs: glyphs))
    var flows = Scene.flows(2)
    flows[0].replyCounters?.bytes += extra
    _ = model.update(.snapshot(Scene.snapshot(2, flows)))
    return model
  }

  @Test func itIsSaidMarkedAndInTheLanesLine() {
    let model = Self.model(width: 120)
    #expect(model.moment.elephant?.key.id == 101)
    #expect(
      model.screen.contains(
        "192.168.1.23 > 203.0.113.34:8443 takes 65 % of counted traffic on the"),
      "\(model.screen)")
    #expect(model.screen.contains("slow path: no-rule; w tells why"))
    #expect(model.screen.contains("! 1 flow 65 %"))
    #expect(model.screen.contains("\n!S tcp"))
  }

  @Test(arguments: [(60, 20), (80, 24), (120, 40), (200, 60)])
  func atEverySize(width: Int, height: Int) {
    Golden.check(Self.model(width: width, height: height).render(), "elephant-\(width)x\(height)")
    Golden.check(
      Self.model(width: width, height: height, glyphs: .ascii).render(),
      "elephant-ascii-\(width)x\(height)")
  }

  @Test func wExplainsItWithNothingSelected() {
    var model = Self.model()
    model.type("w")
    #expect(model.page?.content == model.moment.elephant.map { .explanation($0.key) })
    model.press(.escape)
    #expect(model.listing.selection?.id == 101)
  }

  @Test func aSmallOneIsNone() {
    #expect(Scene.model().moment.elephant == nil)
    #expect(!Scene.model().screen.contains("\n!S"))
  }

  @Test func oneThatNothingMendsIsNone() {
    var model = Scene.model()
    var flows = Scene.flows(2)
    // It ends on the router itself.
    flows[1].replyCounters?.bytes += 50_000_000
    _ = model.update(.snapshot(Scene.snapshot(2, flows)))
    #expect(model.moment.elephant == nil)
  }

  @Test func oneThatWasSeenStaysUntilItHasLostMuch() {
    var model = Self.model()
    var flows = Scene.flows(3)
    // A bit less than a fifth of all.
    flows[0].replyCounters?.bytes += 20_000_000 + 1_600_000
    _ = model.update(.snapshot(Scene.snapshot(3, flows)))
    #expect(model.moment.elephant?.key.id == 101, "\(model.screen)")
    #expect((model.moment.elephant?.share ?? 1) < Elephant.leastShare)
    var calm = Scene.flows(4)
    calm[0] = flows[0]
    _ = model.update(.snapshot(Scene.snapshot(4, calm)))
    #expect(model.moment.elephant == nil)
  }

  @Test func withoutAShareItsRateIsTold() {
    var model = Scene.model()
    var flows = Scene.flows(2).filter { $0.lane == .slow || $0.id == 107 }
    flows[0].replyCounters?.bytes += 20_000_000
    _ = model.update(.snapshot(Scene.snapshot(2, flows)))
    #expect(model.moment.elephant?.share == nil)
    #expect(model.screen.contains("Mb/s, slow: no-rule") || model.screen.contains("Mb/s on the"))
    #expect(!model.screen.contains("100 %"))
  }
}

import Canvas
import Dashboard
import FlowModel
import Testing

/// Tags, and what is done to many flows at once.
@Suite struct FlushManyTests {
  private func ids(_ effects: [Effect]) -> Set<UInt32> {
    Set(effects.compactMap(\.request).flatMap(\.flows).map(\.id))
  }

  private func tagged(_ count: Int, _ settings: Settings = Settings()) -> Model {
    var model = Scene.model(settings: settings)
    model.press(.down)
    for _ in 0..<count { model.type(" ") }
    return model
  }

  @Test func neverAllFlowsAtOnce() {
    var model = Scene.model()
    #expect(model.type("X").isEmpty)
    #expect(model.question == nil)
    #expect(model.notice?.text.contains("tag flows with Space, or filter them with /") == true)
    model.press(.right)
    model.type("aX")
    #expect(model.question == nil)
  }

  @Test func spaceTagsAndGoesOnAndEscTakesTheTagsAway() {
    var model = tagged(2)
    #expect(model.listing.tags.count == 2)
    #expect(model.listing.selectionRow == 2)
    #expect(model.screen.contains("\n+S tcp   192.168.1.23"))
    #expect(model.screen.hasSuffix("2 tagged  8"))
    model.type("k ")
    #expect(model.listing.tags.count == 1)
    model.type("/tcp")
    model.press(.enter, .escape)
    #expect(model.listing.filter.isEmpty && model.listing.tags.count == 1)
    model.press(.escape)
    #expect(model.listing.tags.isEmpty && model.listing.selection != nil)
    model.press(.escape)
    #expect(model.listing.selection == nil)
  }

  @Test func aTaggedRowShowsItWhileItIsSelected() {
    var model = tagged(1)
    model.press(.up)
    #expect(model.screen.contains("\n>S+tcp"))
    model.type("p")
    model.press(.down)
    #expect(model.screen.contains("\n+S★tcp"))
  }

  @Test func aFlowThatEndsLosesItsTag() {
    var model = tagged(2)
    _ = model.update(.snapshot(Scene.snapshot(2, Scene.flows(2).filter { $0.id != 101 })))
    #expect(model.listing.tags.map(\.id) == [104])
    model.press(.up, .up)
    model.type(" ")
    #expect(model.notice?.text.contains("has ended") == true)
  }

  @Test func theTaggedOnesAreFlushedByYAlone() {
    var model = tagged(3)
    #expect(model.type("X").isEmpty)
    #expect(model.screen.contains("Flush 3 flows?"))
    #expect(model.press(.enter).isEmpty)
    #expect(model.question == nil)
    model.type("X")
    #expect(ids(model.type("y")) == [101, 104, 102])
    #expect(model.screen.contains("Flushing 0 of 3, Esc stops"))
  }

  @Test func allThatMatchAreFlushedAndNoOther() {
    var model = Scene.model()
    model.type("G")
    model.type("p/203.0.113")
    model.press(.enter)
    // The pinned row stays in the list, and is not asked for.
    let matching: Set<UInt32> = [101, 105, 106]
    model.type("X")
    #expect(model.screen.contains("All that match: filter \"203.0.113\"."))
    #expect(ids(model.type("y")) == matching)
    model = Scene.model()
    model.type("/203.0.113")
    model.press(.enter, .right)
    model.type("X")
    #expect(model.screen.contains("All that match: slow only, filter \"203.0.113\"."))
    #expect(ids(model.type("y")) == [101])
  }

  @Test func theTargetsAreThoseOfWhenTheKeyWasPressed() {
    var model = Scene.model()
    model.type("/udp")
    model.press(.enter)
    model.type("X")
    var flows = Scene.flows(2)
    flows[6].id = 999
    let late = Scene.flow(
      900, .udp, from: (Scene.ipv4(10, 0, 0, 1), 1), to: (Scene.ipv4(10, 0, 0, 2), 2), bytes: 0)
    _ = model.update(.snapshot(Scene.snapshot(2, flows + [late])))
    #expect(ids(model.type("y")) == [104])
    let done = ActionResult(flows[3], .done(nil))
    _ = model.update(.acted(.flush, [done]))
    #expect(model.notice?.text == "Flushed 1 of 2, 1 already gone.")
  }

  @Test func nothingHappensWhereAllHaveGone() {
    var model = tagged(2)
    model.type("X")
    _ = model.update(.snapshot(Scene.snapshot(2, [])))
    #expect(model.type("y").isEmpty)
    #expect(model.notice?.text == "All of them have gone: nothing was deleted.")
  }

  @Test func progressIsSeenAndEscStops() {
    var model = tagged(3)
    model.type("Xy")
    _ = model.update(.progress(done: 12_000, of: 100_000))
    #expect(model.screen.contains("Flushing 12,000 of 100,000, Esc stops"))
    model.type("t")
    #expect(model.screen.contains("Flushing 12,000 of 100,000, Esc stops"))
    #expect(model.press(.escape) == [.stopActing])
    #expect(model.page != nil)
    #expect(model.notice?.text.hasPrefix("Stopping") == true)
    #expect(model.press(.escape).isEmpty)
    #expect(model.page == nil)
    let flow = Scene.flows(0)[0]
    let results = [ActionResult(flow, .done(nil)), ActionResult(flow, .alreadyGone)]
    _ = model.update(.acted(.flush, results))
    #expect(
      model.notice?.text
        == "Flushed 1 of 100,000, 1 already gone, stopped before the other 99,998.")
    #expect(model.underway == nil)
  }

  @Test func whatSurvivedIsToldWithTheFirstReason() {
    var model = tagged(3)
    model.type("Xy")
    let flows = Scene.flows(0)
    _ = model.update(
      .acted(
        .flush,
        [
          .init(flows[0], .done(nil)), .init(flows[1], .failed("The kernel says no.")),
          .init(flows[2], .failed("Something else.")),
        ]))
    #expect(model.notice?.text == "Flushed 1 of 3, 2 survived: The kernel says no.")
  }

  @Test func theBusiestAreNamed() {
    var model = tagged(5)
    model.type("X")
    let lines = model.screen.split(separator: "\n").filter { $0.contains("b/s  ") }
    #expect(lines.contains { $0.contains("13.2 Mb/s  tcp") && $0.contains(":51544") })
    #expect(model.screen.contains("The busiest:"))
  }

  @Test func readOnlyAndRecordingsRefuseAndSaySo() {
    for settings in [Settings(isReadOnly: true), Settings(source: .recording("a", loops: false))] {
      for key in ["x", "X", "R", "P"] {
        var model = tagged(2, settings)
        #expect(model.type(key).isEmpty)
        #expect(model.question == nil)
        #expect(model.notice?.text == settings.refusal)
      }
    }
  }

  @Test func twentyThousandFlowsAreAskedForQuickly() {
    let flows = (0..<20_000).map { number in
      Scene.flow(
        UInt32(number), .udp, from: (Address(ipv4: 0x0a00_0000 + UInt32(number)), 1),
        to: (Scene.ipv4(10, 0, 0, 2), 53), bytes: 100)
    }
    var model = Scene.model(polls: 0)
    _ = model.update(.snapshot(Scene.snapshot(1, flows)))
    model.type("/udp")
    model.press(.enter)
    model.type("X")
    #expect(model.screen.contains("Flush 20,000 flows?"))
    #expect(model.type("y").first?.request?.flows.count == 20_000)
  }
}

import Canvas
import FlowModel
import Testing

@testable import Dashboard

/// A frozen screen of many flows: they are not kept twice, so polling rests.
@Suite struct FreezingTests {
  private func ended(_ numbers: Range<UInt32>, _ bytes: UInt64) -> Message {
    .events(EventBatch(ended: FlowBatch(numbers.map { LargeTable.flow($0, bytes) })))
  }

  @Test func pollingRestsUntilItIsThawed() {
    var model = LargeTable.model()
    #expect(model.press(.character("z")).contains(.rest(true)))
    #expect(model.isFrozen && model.frozen == nil)
    #expect(model.screen.contains("FROZEN"))
    #expect(model.screen.contains("Frozen; so many flows are not polled meanwhile. z thaws."))
    _ = model.update(.resized(Size(width: 160, height: 30)))
    #expect(model.screen.contains("polling rests"))
    // It is said once.
    #expect(model.press(.down) == [])
    let effects = model.finish(model.press(.character("z")))
    #expect(effects.contains(.rest(false)))
    #expect(!model.isFrozen && !model.screen.contains("FROZEN"))
    #expect(
      model.finish(model.update(.snapshot(LargeTable.snapshot(9, 0..<50)))).contains(.tookPoll))
    #expect(model.shown.time == 9_000_000_000)
  }

  @Test func thePollUnderWayIsTakenInFirst() {
    var model = LargeTable.model()
    let next = LargeTable.snapshot(3, 0..<LargeTable.count + 7)
    _ = model.update(.poll(.began(PollStart(next))))
    #expect(model.press(.character("z")).contains(.rest(true)))
    #expect(!model.isFrozen && model.screen.contains("FREEZING"))
    #expect(model.screen.contains("Freezes as soon as the poll under way is in."))
    model.finish(model.update(.poll(.flows(FlowBatch(next.flows)))))
    var surroundings = next
    surroundings.flows = []
    let effects = model.finish(model.update(.poll(.ended(surroundings))))
    // Or the feed would wait for ever.
    #expect(effects.filter { $0 == .tookPoll }.count == 1)
    #expect(model.isFrozen && model.shown.time == 3_000_000_000)
    #expect(model.listing.rows.count == Int(LargeTable.count) + 7)
    #expect(model.screen.contains("FROZEN") && model.screen.contains("z thaws."))
  }

  @Test func thawedBeforeThePollIsInItLives() {
    var model = LargeTable.model()
    let next = LargeTable.snapshot(3, 0..<LargeTable.count)
    _ = model.update(.poll(.began(PollStart(next))))
    model.press(.character("z"))
    #expect(model.finish(model.press(.character("z"))).contains(.rest(false)))
    #expect(!model.isHeld && !model.screen.contains("FREEZING"))
  }

  @Test func aPollThatFailsMakesRoomForIt() {
    var model = LargeTable.model()
    _ = model.update(.poll(.began(PollStart(LargeTable.snapshot(3, 0..<1)))))
    model.press(.character("z"))
    #expect(!model.isFrozen)
    _ = model.update(.pollFailed("The kernel refused."))
    #expect(model.isFrozen && model.notice?.text.contains("z thaws.") == true)
  }

  @Test func theCommaWaitsForThePollUnderWay() {
    var model = LargeTable.model()
    _ = model.update(.poll(.began(PollStart(LargeTable.snapshot(3, 0..<1)))))
    model.press(.character(","))
    #expect(model.isHeld && !model.isFrozen)
    #expect(model.notice?.text == "Freezes as soon as the poll under way is in.")
  }

  @Test func endsOfFlowsMoveNothing() {
    var model = LargeTable.model()
    model.finish(model.press(.character("z")))
    let before = model.store.record(LargeTable.flow(100, 0).key)?.flow
    // Of these the polls have seen the first hundred.
    let news = ended(LargeTable.count - 100..<LargeTable.count + 50, 1 << 40)
    #expect(model.update(news) == [])
    let last = LargeTable.flow(LargeTable.count - 1, 0).key
    #expect(
      model.store.record(last)?.flow.origCounters?.bytes == 2 * UInt64(LargeTable.count - 1) * 10)
    #expect(model.store.record(LargeTable.flow(100, 0).key)?.flow == before && before != nil)
    // And those that no poll saw are counted by the next.
    model.finish(model.press(.character("z")))
    model.finish(model.update(.snapshot(LargeTable.snapshot(3, 0..<LargeTable.count - 100))))
    #expect(model.store.changes.shortLived.flows == 50)
    #expect(model.store.record(last)?.hasEnded == true)
  }

  @Test func theCommaFreezesAsWell() {
    var model = LargeTable.model()
    #expect(model.press(.character(",")).contains(.rest(true)))
    #expect(model.isFrozen && model.notice?.text.contains("no past is kept") == true)
    // A poll asked for by an action would move what stands still.
    #expect(model.update(.acted(.flush, [ActionResult(LargeTable.flow(1, 20), .done(nil))])) == [])
    #expect(model.finish(model.press(.character("z"))).contains(.rest(false)))
  }

  @Test func fewFlowsStandStillBesidePolls() {
    var model = Scene.model()
    #expect(model.press(.character("z")) == [])
    #expect(model.frozen != nil && !model.isResting)
  }

  @Test func beforeTheFirstPollThereIsNothingToFreeze() {
    var model = Model(settings: Settings(), size: Size(width: 80, height: 24))
    model.press(.character("z"))
    #expect(!model.isHeld && model.notice?.text == "Nothing was polled yet.")
  }
}

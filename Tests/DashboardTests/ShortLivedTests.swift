import Canvas
import Dashboard
import FlowModel
import Testing

@Suite struct ShortLivedTests {
  private func flow(_ id: UInt32, bytes: UInt64?) -> Flow {
    Scene.flow(
      id, .udp, from: (Scene.ipv4(10, 0, 0, 1), UInt16(id)), to: (Scene.ipv4(10, 0, 0, 2), 53),
      bytes: bytes)
  }

  private func watched() -> Model {
    var model = Scene.model()
    _ = model.update(.watching(.listening))
    return model
  }

  private func poll(_ model: inout Model, _ elapsed: UInt64) {
    _ = model.update(.snapshot(Scene.snapshot(elapsed)))
  }

  @Test func flowsBetweenPollsAreCountedForAMinute() {
    var model = watched()
    model.type("e")
    #expect(model.screen.contains("Short-lived:  0 flows"))
    _ = model.update(
      .events(EventBatch(ended: FlowBatch([flow(900, bytes: 1000), flow(901, bytes: 2000)]))))
    poll(&model, 2)
    #expect(model.screen.contains("Short-lived:  2 flows, 3.3 kB"), "\(model.screen)")
    let counts = model.eventLog.lastMinute(before: model.shown.wallTime)
    #expect(counts.shortLived.flows == 2 && counts.began == 0 && counts.ended == 0)
    _ = model.update(.events(EventBatch(ended: FlowBatch([flow(902, bytes: nil)]))))
    poll(&model, 3)
    #expect(model.screen.contains("Short-lived:  3 flows, more than 3.3 kB"))
    for elapsed: UInt64 in 4...64 { poll(&model, elapsed) }
    #expect(model.screen.contains("Short-lived:  0 flows"))
  }

  @Test func aFlowThatPollsSawGetsItsLastBytes() {
    var model = watched()
    let known = Scene.flows(1)[0]
    var last = known
    last.origCounters?.bytes += 1_000_000
    _ = model.update(.events(EventBatch(ended: FlowBatch([last]))))
    #expect(model.shown.record(known.key)?.totalBytes == last.totalBytes)
    _ = model.update(.snapshot(Scene.snapshot(2, Array(Scene.flows(2).dropFirst()))))
    #expect(model.shown.record(known.key)?.totalBytes == last.totalBytes)
    #expect(model.eventLog.lastMinute(before: model.shown.wallTime).ended == 1)
  }

  @Test func whatWasLostIsSaidAndForgottenAfterAMinute() {
    var model = watched()
    model.type("e")
    _ = model.update(.events(EventBatch(ended: FlowBatch([flow(900, bytes: 1000)]), lost: 1)))
    poll(&model, 2)
    #expect(
      model.screen.contains(
        "Short-lived:  at least 1 flow, 1.1 kB  some lost (ENOBUFS); polls heal"),
      "\(model.screen)")
    poll(&model, 70)
    #expect(!model.screen.contains("ENOBUFS"))
    _ = model.update(.events(EventBatch(ended: FlowBatch([] as [Flow]), malformed: 2)))
    poll(&model, 71)
    #expect(model.screen.contains("at least 0 flows  2 could not be read"))
  }

  @Test func tooManyAndFailuresAreSaid() {
    var model = watched()
    model.type("e")
    _ = model.update(.watching(.tooMany(10_000, pause: 60)))
    #expect(
      model.screen.contains("Short-lived:  not counted  over 10,000/s: off for 60 s"))
    _ = model.update(.watching(.failed("cannot listen: no")))
    #expect(model.screen.contains("Short-lived:  not counted  cannot listen: no"))
    _ = model.update(.watching(.listening))
    #expect(model.screen.contains("Short-lived:  0 flows"))
  }

  @Test(arguments: [(60, 20), (80, 24), (30, 9), (200, 60)])
  func theLineTakesARowAwayFromTheListAlone(width: Int, height: Int) throws {
    var model = Scene.model(width: width, height: height)
    _ = model.update(.watching(.tooMany(10_000, pause: 60)))
    _ = model.update(.snapshot(Scene.snapshot(2, [])))
    model.type("e")
    let lines = model.screen.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= width })
    if let at = lines.firstIndex(where: { $0.contains("Short-lived:") }), at + 1 < lines.count - 1 {
      // The list begins below it, and a click on its first row selects its first event.
      _ = model.update(.pointed(x: 3, y: at + 1, .click))
      #expect(model.events.cursor.selection == model.listedEvents.first?.number)
    }
  }

  @Test func withoutListeningNothingIsSaid() {
    var model = Scene.model()
    model.type("e")
    #expect(!model.screen.contains("Short-lived"))
  }
}

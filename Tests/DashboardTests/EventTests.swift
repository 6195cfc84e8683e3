import Canvas
import Dashboard
import FlowModel
import Testing

@Suite struct EventTests {
  /// A flow of the scene as another poll saw it.
  private func poll(_ model: inout Model, _ elapsed: UInt64, _ change: (inout [Flow]) -> Void) {
    var flows = Scene.flows(elapsed)
    change(&flows)
    _ = model.update(.snapshot(Scene.snapshot(elapsed, flows)))
  }

  private func events(_ model: Model) -> [FlowEvent.Kind] { model.listedEvents.map(\.kind) }

  @Test func whatWasThereAtFirstIsNoEvent() {
    #expect(Scene.model().listedEvents.isEmpty)
  }

  @Test func newEndedAndMovedFlowsAreTold() {
    var model = Scene.model()
    poll(&model, 2) { flows in
      flows[0].status.insert(.offload)
      flows.remove(at: 3)
      flows.append(
        Scene.flow(
          200, from: (Scene.ipv4(192, 168, 1, 9), 999), to: (Scene.ipv4(203, 0, 113, 9), 80),
          bytes: 100))
    }
    let told = model.listedEvents
    #expect(told.map(\.flow?.id).contains(200))
    #expect(
      Set(told.map { $0.flow.map { Int($0.id) } ?? 0 }) == [101, 104, 200])
    let counts = model.eventLog.lastMinute(before: model.shown.wallTime)
    #expect(counts.began == 1 && counts.ended == 1 && counts.faster == 1 && counts.fellBack == 0)
    poll(&model, 3) { $0.remove(at: 3) }
    guard case .moved(let move)? = events(model).first else {
      Issue.record("no move: \(events(model))")
      return
    }
    #expect(move.isFallBack)
    #expect(model.eventLog.lastMinute(before: model.shown.wallTime).fellBack == 1)
    model.type("e")
    #expect(model.screen.contains("1 fell back"))
    #expect(model.screen.contains("FELL BACK F → S"))
  }

  @Test func aFlowThatChangesAgainAndAgainLoops() {
    var model = Scene.model()
    for elapsed: UInt64 in 2...9 {
      poll(&model, elapsed) { if elapsed % 2 == 0 { $0[0].status.insert(.offload) } }
    }
    let loops = model.listedEvents.filter { if case .loops = $0.kind { true } else { false } }
    #expect(loops.map(\.flow?.id) == [101])
    model.type("e")
    model.press(.left)
    #expect(model.events.topic == .loops)
    #expect(model.listedEvents.count == 1)
    #expect(model.screen.contains("LOOPS"))
  }

  @Test func aCrowdIsCountedAndItsMovesAreNamed() {
    var model = Scene.model()
    poll(&model, 2) { flows in
      flows[0].status.insert(.offload)
      flows += (0..<500).map { number in
        Scene.flow(
          UInt32(1000 + number), .udp, from: (Scene.ipv4(10, 0, 0, 1), UInt16(number)),
          to: (Scene.ipv4(10, 0, 0, 2), 53), bytes: 1)
      }
    }
    #expect(model.listedEvents.count == 2)
    #expect(events(model).contains(.crowd(began: 500, ended: 0)))
    #expect(model.eventLog.lastMinute(before: model.shown.wallTime).began == 500)
    model.type("e")
    #expect(model.screen.contains("500 began, 0 ended"))
  }

  @Test func theirNumberIsBounded() {
    var model = Scene.model()
    for elapsed: UInt64 in 2..<60 {
      poll(&model, elapsed) { flows in
        flows += (0..<60).map { number in
          Scene.flow(
            UInt32(elapsed * 100 + number), .udp,
            from: (Scene.ipv4(10, 0, 0, 1), UInt16(number)),
            to: (Scene.ipv4(10, 0, 0, 2), 53), bytes: 1)
        }
      }
    }
    #expect(model.eventLog.events.count <= 2500)
  }

  @Test func enterShowsTheFlowOfAnEventAndKeysActOnIt() {
    var model = Scene.model()
    poll(&model, 2) { $0[5].status.remove(.offload) }
    model.type("ej")
    model.press(.enter)
    #expect(model.focus?.id == 106)
    model.press(.escape)
    #expect(model.shownView == .events)
    model.type("x")
    #expect(model.question?.targets.keys.map(\.id) == [106])
  }

  @Test func aRecordingThatIsWoundBackBeginsAnew() {
    var model = Scene.model()
    poll(&model, 5) { $0[0].status.insert(.offload) }
    #expect(!model.listedEvents.isEmpty)
    poll(&model, 1) { _ in }
    #expect(model.listedEvents.isEmpty)
  }
}

import Canvas
import Dashboard
import FlowModel
import Testing

/// Flushing one flow: asked first, and never another than the one that was chosen.
@Suite struct FlushTests {
  @Test func flushAsksFirstAndActsOnTheFlowThatWasChosen() {
    var model = Scene.model()
    model.press(.down)
    #expect(model.type("x").isEmpty)
    #expect(model.question != nil)
    // The order turns over while the question stands.
    let other = Scene.flow(
      900, from: (Scene.ipv4(10, 0, 0, 1), 1), to: (Scene.ipv4(10, 0, 0, 2), 2), bytes: 0)
    _ = model.update(.snapshot(Scene.snapshot(2, [other] + Scene.flows(2).reversed())))
    let effects = model.press(.enter)
    #expect(effects.map(\.request?.action) == [.flush])
    #expect(effects.first?.request?.flows.map(\.id) == [101])
  }

  @Test(arguments: [Key.escape, .character("n"), .character("N"), .character("q")])
  func anyNoLeavesTheFlowAlone(key: Key) {
    var model = Scene.model()
    model.press(.down)
    model.type("x")
    #expect(model.press(key).isEmpty)
    #expect(model.question == nil)
  }

  @Test(arguments: [
    Key.up, .down, .character("x"), .character(" "), .tab, .backspace, .character("p"),
  ])
  func onlyAClearYesOrNoAnswers(key: Key) {
    var model = Scene.model()
    model.press(.down)
    model.type("x")
    #expect(model.press(key).isEmpty)
    #expect(model.question != nil)
  }

  @Test func flowThatWentWhileTheQuestionStoodIsNotFlushed() {
    var model = Scene.model()
    model.press(.down)
    model.type("x")
    _ = model.update(.snapshot(Scene.snapshot(2, [])))
    #expect(model.press(.enter).isEmpty)
    #expect(model.notice?.text.contains("Already gone") == true)
  }

  @Test func sameTupleWithAnotherIDIsNotFlushed() {
    var model = Scene.model()
    model.press(.down)
    model.type("x")
    var flows = Scene.flows(2)
    flows[0].id = 999
    _ = model.update(.snapshot(Scene.snapshot(2, flows)))
    #expect(model.press(.enter).isEmpty)
  }

  @Test func readOnlyRefusesAndSaysSo() {
    var model = Scene.model(settings: Settings(isReadOnly: true))
    model.press(.down)
    #expect(model.type("x").isEmpty)
    #expect(model.question == nil)
    #expect(model.notice?.text.contains("--read-only") == true)
  }

  @Test func recordingRefusesAndSaysSo() {
    var model = Scene.model(settings: Settings(source: .recording("demo", loops: true)))
    model.press(.down)
    #expect(model.type("x").isEmpty)
    #expect(model.notice?.text.contains("recording") == true)
  }

  @Test func theRequestCarriesTheMachine() {
    var model = Scene.model()
    model.press(.down)
    model.type("x")
    #expect(model.press(.enter).first?.request?.machine == Scene.machine)
  }

  @Test func outcomeIsToldAndThePollBroughtForward() {
    var model = Scene.model()
    let flow = Scene.flows(0)[0]
    #expect(model.update(.acted(.flush, [.init(flow, .done(nil))])) == [.pollNow])
    #expect(model.screen.contains("Flushed: tcp 192.168.1.23:51544"))
    _ = model.update(.acted(.flush, [.init(flow, .alreadyGone)]))
    #expect(model.screen.contains("nothing was deleted"))
    _ = model.update(.acted(.flush, [.init(flow, .failed("the kernel said no."))]))
    #expect(model.screen.contains("Not flushed: the kernel said no."))
  }

  @Test func whatFollowsIsTold() {
    var model = Scene.model()
    let flow = Scene.flows(0)[5]
    _ = model.update(.acted(.flush, [.init(flow, .done(nil))]))
    _ = model.update(.followed(flow, .cameBack(after: 14_000_000, flow)))
    #expect(model.notice?.text == "Came back in 14 ms, software: \(title(flow))")
    _ = model.update(.acted(.flush, [.init(flow, .done(nil))]))
    _ = model.update(.followed(flow, .didNotComeBack(within: 5_000_000_000)))
    #expect(model.notice?.text == "Did not come back within 5 s: \(title(flow))")
  }

  @Test func whatFollowsSeveralIsSummedUp() {
    var model = Scene.model()
    let flows = Scene.flows(0)
    _ = model.update(.acted(.flush, flows[..<3].map { .init($0, .done(nil)) }))
    _ = model.update(.followed(flows[0], .cameBack(after: 14_000_000, flows[5])))
    _ = model.update(.followed(flows[1], .cameBack(after: 1_200_000_000, flows[0])))
    _ = model.update(.followed(flows[2], .didNotComeBack(within: 5_000_000_000)))
    #expect(model.notice?.text == "2 of 3 came back within 1.2 s: 1 slow, 1 software.")
  }

  @Test func nothingElseBeginsWhileAnActionGoesOn() {
    var model = Scene.model()
    model.press(.down)
    model.type("xy")
    for key in ["x", "R", "P"] {
      #expect(model.type(key).isEmpty)
      #expect(model.question == nil)
      #expect(model.notice?.text.hasPrefix("Flushing 0 of 1 goes on") == true)
    }
    _ = model.update(.acted(.flush, [.init(Scene.flows(0)[0], .failed("No."))]))
    model.type("x")
    #expect(model.question != nil)
  }

  private func title(_ flow: Flow) -> String {
    "\(flow.l4.name) \(flow.orig.sourceText) to \(flow.orig.destinationText)"
  }
}

extension Effect {
  var request: ActionRequest? { if case .act(let request) = self { request } else { nil } }
}

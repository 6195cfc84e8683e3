import Canvas
import Dashboard
import FlowModel
import Testing

@Suite struct ViewTests {
  @Test func numbersAndTabGoFromViewToView() {
    var model = Scene.model()
    for (key, view) in zip("123456".unicodeScalars, View.allCases) {
      model.press(.character("1"), .character(key))
      #expect(model.shownView == view)
      #expect(model.screen.contains("[\(view.rawValue) \(view.name)]"))
      model.press(.escape)
      #expect(model.shownView == .flows, "Esc goes back from \(view)")
    }
    for view in View.allCases.dropFirst() + [.flows] {
      model.press(.tab)
      #expect(model.shownView == view)
    }
    for view in View.allCases.reversed() {
      model.press(.backTab)
      #expect(model.shownView == view)
    }
  }

  @Test(arguments: [("u", View.groups), ("e", .events), ("t", .flowtables), ("d", .doctor)])
  func lettersOpenThemToo(key: String, view: View) {
    var model = Scene.model()
    model.type(key)
    #expect(model.shownView == view)
    guard view != .groups else { return }
    model.type(key)
    #expect(model.shownView == .flows)
  }

  @Test func aPageAboutAFlowIsLeftForAnotherView() {
    var model = Scene.model()
    model.press(.down, .enter)
    model.type("4")
    #expect(model.page == nil && model.shownView == .events)
    model.press(.escape)
    #expect(model.shownView == .flows && model.listing.selection != nil)
  }

  @Test func helpGoesBackToTheViewThatItCovers() {
    var model = Scene.model()
    model.type("e?")
    model.press(.escape)
    #expect(model.shownView == .events)
  }

  @Test func theViewsCostNoRow() {
    for width in [60, 80, 120, 200] {
      let model = Scene.model(width: width)
      #expect(model.screen.contains("[1 flows]"), "\(width)")
      #expect(model.screen.split(separator: "\n", omittingEmptySubsequences: false).count == 24)
    }
    let wide = Scene.model(width: 160)
    #expect(
      wide.screen.contains("[1 flows]  2 groups  3 flowtables  4 events  5 pins  6 doctor"))
  }

  @Test func keysThatCanDoNothingHereSayWhy() {
    for (keys, answer) in [
      ("ux", "Enter goes to those of the group"), ("e/", "Esc goes back to it"),
      ("[", "for recordings"), ("}", "for recordings"), ("e\r", "Select a flow first"),
    ] {
      var model = Scene.model()
      model.type(keys.replacing("\r", with: ""))
      if keys.hasSuffix("\r") { model.press(.enter) }
      #expect(model.notice?.text.contains(answer) == true, "\(keys): \(model.notice?.text ?? "")")
    }
  }

  @Test func pinsAreListedAndEndedFromTheirView() {
    var model = Scene.model()
    model.press(.down)
    model.type("p5")
    #expect(model.pinRows.map(\.key.id) == [101])
    #expect(model.screen.contains("★ top"))
    model.press(.down, .enter)
    #expect(model.page?.content.isDetails == true)
    model.press(.escape)
    model.type("x")
    #expect(model.pinRows.isEmpty && model.listing.pins.isEmpty)
    #expect(model.screen.contains("No flow is pinned."))
  }

  @Test func aPinToALaneIsEndedByItsDialog() {
    var model = Scene.pinned()
    _ = model.update(.resized(Size(width: 120, height: 24)))
    model.type("5")
    let row = model.pinRows.first
    #expect(row?.key.id == 106)
    #expect(model.screen.contains("slow") && model.screen.contains("helper flowlanes"))
    model.press(.down)
    model.type("x")
    #expect(model.question != nil)
    let request = model.press(.enter).first?.request
    #expect(request?.action == .unpin)
    #expect(request?.flows.map(\.id) == [106])
  }

  @Test func onARecordingAPinOnTopCanBeEndedAndOneToALaneNot() {
    var model = Scene.pinned(Settings(source: .recording("r", loops: false)))
    model.type("5j")
    model.type("x")
    #expect(model.question == nil)
    #expect(model.notice?.text.contains("recording") == true)
  }
}

extension Page.Content {
  var isDetails: Bool { if case .details = self { true } else { false } }
}

extension Scene {
  /// A flow that a helper of ours holds on the slow path.
  static func pinned(_ settings: Settings = Settings()) -> Model {
    var model = Scene.model(settings: settings)
    var flows = flows(2)
    flows[5].status.remove([.offload])
    flows[5].state = ConnectionState(l4: .tcp, rawValue: 3)
    flows[5].extras = FlowExtras(helper: LanePins.helperPrefix)
    _ = model.update(.snapshot(snapshot(2, flows)))
    return model
  }
}

import Canvas
import Diagnosis
import FlowModel
import Testing

@testable import Dashboard

/// How rows, lanes, order and filter tell reasons: given ones, so that each of them occurs.
@Suite struct WhyTests {
  /// The scene with reasons by the flows' ids.
  private func model(
    width: Int = 80, height: Int = 24, _ reasons: [UInt32: Reason], polls: UInt64 = 2
  ) -> Model {
    var model = Scene.model(width: width, height: height, polls: polls)
    model.newest.reasons = FlowReasons(model.store) { reasons[$0.flow.id] }
    model.rearrange()
    return model
  }

  private func line(_ model: Model, _ number: Int) -> String {
    String(model.screen.split(separator: "\n", omittingEmptySubsequences: false)[number])
  }

  @Test(arguments: ReasonCode.allCases, [60, 80, 120, 160, 200, 240])
  func aRowTellsItsReasonAndHowSureItIs(code: ReasonCode, width: Int) {
    func row(_ certainty: Certainty) -> String {
      line(model(width: width, [101: Reason(code, certainty)]), 6)
    }
    let start = String(code.rawValue.prefix(7))
    let bare = row(.unknown).split(separator: " ")
    #expect(bare.contains("?"))
    guard code != .unknown else { return }
    #expect(!bare.contains { $0.hasPrefix(start) })
    #expect(row(.certain).contains(start) && !row(.certain).contains("?"))
    #expect(
      row(.likely).split(separator: " ").contains { $0.hasPrefix(start) && $0.hasSuffix("?") })
    if width >= 80, code != .noHardwareDevice { #expect(row(.certain).contains(code.rawValue)) }
  }

  @Test func aLaneSumsTheReasonsOfItsLivingFlows() {
    let model = model(
      width: 160,
      [
        101: Reason(.noRule, .certain), 102: Reason(.local, .certain), 103: Reason(.local, .likely),
        104: Reason(.local, .unknown), 106: Reason(.noHardwareFlag, .certain),
      ])
    #expect(line(model, 1).hasSuffix("  2 local  1 no-rule  1 unknown"))
    // What is not known of the rates comes first.
    #expect(line(model, 2).hasSuffix("  1 uncounted  1 no-hardware-flag"))
    #expect(line(model, 3).last == "█")
  }

  @Test func theMostFrequentReasonsAreSeenWhereNotAllFit() {
    var reasons: [UInt32: Reason] = [:]
    for id: UInt32 in [101, 102, 103] { reasons[id] = Reason(.outputDevice, .certain) }
    reasons[104] = Reason(.noRule, .certain)
    reasons[108] = Reason(.notEstablished, .certain)
    #expect(line(model(reasons), 1).hasSuffix("  3 output-device …"))
    #expect(line(model(width: 60, reasons), 1).hasSuffix(" 3 output-devi…"))
    #expect(line(model(width: 100, reasons), 1).hasSuffix("  3 output-device  1 no-rule …"))
  }

  @Test func whatCouldBeFasterStandsOnTopTheHeaviestFirst() {
    let model = model([
      101: Reason(.local, .certain), 102: Reason(.noRule, .certain),
      103: Reason(.inputDevice, .likely), 104: Reason(.unreplied, .certain),
      106: Reason(.halfOffloaded, .certain), 107: Reason(.noHardwareFlag, .certain),
      108: Reason(.unknown, .unknown),
    ])
    let ids = model.listing.rows.map { model.shown.records[$0].flow.id }
    #expect(ids == [106, 102, 103, 108, 101, 104, 107, 105])
  }

  @Test func theOrderByReasonGroupsThem() {
    var model = model([
      101: Reason(.local, .certain), 102: Reason(.noRule, .certain), 103: Reason(.local, .likely),
      104: Reason(.noRule, .certain), 108: Reason(.closing, .certain),
    ])
    model.type("<")
    #expect(model.screen.contains("Sorted by reason"))
    let ids = model.listing.rows.map { model.shown.records[$0].flow.id }
    #expect(ids.prefix(5) == [102, 104, 108, 101, 103])
    #expect(model.screen.contains("WHY NOT FASTER▴"))
  }

  @Test func theFilterFindsAReason() {
    var model = model([102: Reason(.noRule, .certain), 103: Reason(.noRule, .likely)])
    model.type("/no-rule")
    #expect(model.listing.rows.map { model.shown.records[$0].flow.id } == [102, 103])
    model.type("?")
    #expect(model.listing.rows.map { model.shown.records[$0].flow.id } == [103])
  }

  @Test func aFrozenScreenKeepsItsReasons() {
    var model = model([101: Reason(.ipsec, .certain)])
    model.type("z")
    let before = model.screen.split(separator: "\n").dropLast()
    _ = model.update(.snapshot(Scene.snapshot(2, Scene.flows(2).reversed())))
    #expect(model.screen.split(separator: "\n").dropLast() == before)
    #expect(model.screen.contains("ipsec"))
    model.type("z")
    #expect(!model.screen.contains("ipsec"))
  }

  @Test(arguments: [60, 80, 120])
  func anEndedFlowSaysSoWithoutColours(width: Int) {
    var model = Scene.model(width: width)
    _ = model.update(.snapshot(Scene.snapshot(2, Scene.flows(2).filter { $0.id != 101 })))
    #expect(line(model, 6).contains(" ended"))
  }

  @Test(arguments: 37...240)
  func aLaneNeverWritesOverItsHistory(width: Int) {
    var reasons: [UInt32: Reason] = [:]
    for id: UInt32 in [101, 102, 103, 104, 106, 107, 108] {
      reasons[id] = Reason(ReasonCode.allCases[Int(id % 20)], .certain)
    }
    let bare = Scene.model(width: width).render()
    let noted = model(width: width, reasons).render()
    for y in 1...3 {
      for x in 0..<width where "▁▂▃▄▅▆▇█".unicodeScalars.contains(bare[x, y].scalar) {
        #expect(noted[x, y] == bare[x, y])
      }
    }
  }
}

/// The pages of reasons, flowtables and the doctor.
@Suite struct WhyPageTests {
  @Test func wExplainsTheSelectedFlowAndClosesAgain() {
    var model = Scene.model()
    model.type("w")
    #expect(model.page == nil && model.notice?.text.hasPrefix("Select a flow first") == true)
    model.press(.down)
    model.type("w")
    #expect(model.screen.contains("tcp, slow lane"))
    #expect(model.screen.contains("192.168.1.23:51544 → 203.0.113.34:8443"))
    model.type("w")
    #expect(model.page == nil)
    model.type("w")
    model.press(.escape)
    #expect(model.page == nil)
  }

  @Test func whatIsOpenedFromDetailsGoesBackToThem() {
    for key in ["w", "t", "d", "?"] {
      var model = Scene.model()
      model.press(.down, .enter)
      let details = model.page?.content
      model.type(key)
      #expect(model.page?.content != details)
      model.press(.escape)
      #expect(model.page?.content == details)
      model.type(key + key)
      #expect(model.page?.content == details)
      model.press(.escape)
      #expect(model.page == nil)
    }
  }

  @Test func aPageActsOnItsOwnFlowAlone() {
    for key in [Key.enter, .character("w")] {
      var model = Scene.model()
      model.press(.down, key)
      for poll: UInt64 in 2...12 {
        _ = model.update(.snapshot(Scene.snapshot(poll, Scene.flows(0).filter { $0.id != 101 })))
      }
      #expect(model.screen.contains("no longer kept"))
      #expect(model.type("x").isEmpty)
      #expect(model.question == nil)
      #expect(model.notice?.text == "This flow has ended, and is no longer kept.")
      model.type("p")
      #expect(model.listing.pins.isEmpty)
    }
  }

  @Test func pagesWithoutAFlowExplainNone() {
    for key in ["t", "d", "?"] {
      var model = Scene.model()
      model.press(.down)
      model.type(key + "w")
      #expect(model.notice?.text == "That key is about a flow: Esc goes back to them.")
    }
  }
}

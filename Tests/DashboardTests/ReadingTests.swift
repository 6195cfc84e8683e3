import Canvas
import Dashboard
import FlowModel
import Testing

/// What an operator must be able to read at any width.
@Suite struct ReadingTests {
  @Test(arguments: [40, 60, 80, 120])
  func aShortenedEndpointKeepsItsPort(width: Int) {
    let screen = Scene.model(width: width).screen
    #expect(screen.contains("]:50022 "))
    #expect(screen.contains("]:22 "))
  }

  @Test(arguments: [34, 40, 48])
  func theRateIsSeenOnTheNarrowestScreens(width: Int) {
    let lines = Scene.model(width: width, height: 10).screen.split(separator: "\n")
    #expect(
      lines.contains { $0.hasPrefix(" S") && $0.hasSuffix("13.2 Mb/s") && $0.contains(":8443") })
  }

  @Test func bothSidesOfATranslationAreShown() {
    var flow = Scene.flow(
      1, from: (Scene.ipv4(192, 168, 100, 123), 51_544), to: (Scene.ipv4(203, 0, 113, 2), 8443),
      as: (Scene.ipv4(198, 51, 100, 200), 51_544), bytes: 1)
    flow.reply.source = Scene.ipv4(192, 168, 100, 200)
    flow.reply.sourcePort = 443
    flow.status.formUnion([.destinationNAT])
    var model = Scene.model(width: 120, polls: 0)
    _ = model.update(.snapshot(Scene.snapshot(2, [flow])))
    let row = model.screen.split(separator: "\n").first { $0.contains(":8443") } ?? ""
    #expect(row.contains("as ") && row.contains("to ") && row.contains(":443 "), "\(row)")
  }

  @Test func aPageNeverLosesWordsToItsOwnPlace() {
    var model = Scene.model(width: 60, height: 20)
    model.press(.down, .enter, .end)
    let lines = model.screen.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.dropLast().last?.contains("nftrace set 1") == true, "\(model.screen)")
    #expect(lines.last?.contains(" of ") == true)
  }

  @Test func theDialogNamesTheWholeTuple() {
    let long = Address(high: 0x2001_0db8_0001_2222, low: 0xa1b2_c3d4_e5f6_7890)
    let flow = Scene.flow(1, from: (long, 47_585), to: (long, 8443), bytes: 1)
    var model = Scene.model(polls: 0)
    _ = model.update(.snapshot(Scene.snapshot(2, [flow])))
    model.press(.down)
    model.type("x")
    #expect(model.screen.contains("[2001:db8:1:2222:a1b2:c3d4:e5f6:7890]:47585"))
    #expect(model.screen.contains("[2001:db8:1:2222:a1b2:c3d4:e5f6:7890]:8443"))
  }

  @Test func theFilteredSumLeavesOutAPinnedRowThatDoesNotMatch() {
    var model = Scene.model()
    model.press(.down)
    model.type("p/2001:db8")
    #expect(model.screen.contains(": 2 of 8 flows, 0 b/s"))
  }

  @Test func noShareIsClaimedWhileALaneIsNotCounted() {
    var flows = Scene.flows(2).filter { $0.lane == .slow }
    flows += Scene.flows(2).filter { $0.id == 107 }
    var model = Scene.model()
    _ = model.update(.snapshot(Scene.snapshot(2, flows)))
    #expect(!model.screen.contains("100 %"))
  }

  @Test func anOrderByAColumnThatIsNotSeenIsNamed() {
    var model = Scene.model()
    while model.listing.order.column != .packets { model.type(">") }
    model.press(.down, .down, .down, .down, .down, .down)
    #expect(model.screen.hasSuffix("by packets▾  8"))
  }

  @Test(arguments: [24, 30, 44])
  func aBadgeIsSeenBeforeAnyFigure(width: Int) {
    var model = Scene.model(width: width)
    model.type("z")
    #expect(model.screen.hasPrefix("gw1 rtr [FROZEN]"))
  }

  @Test func aNoteMovesNoHistory() {
    let quiet = Scene.model()
    var noted = quiet
    var flows = Scene.flows(2)
    flows[5].status.remove(.offload)
    _ = noted.update(.snapshot(Scene.snapshot(2, flows)))
    let line = noted.screen.split(separator: "\n")[3]
    #expect(line.hasSuffix("  1 fell back"))
    // The history's newest column stands where it stood.
    let before = quiet.screen.split(separator: "\n")[3]
    #expect(before.last == "█" && Array(line)[before.count - 1] != " ")
  }

  @Test func nothingIsClaimedBeforeTheFirstPoll() {
    let screen = Scene.model(polls: 0).screen
    #expect(screen.contains("S slow") && !screen.contains("0 flows") && !screen.contains("0 b/s"))
  }

  @Test func anEmptyListAsksForNoSelection() {
    var model = Scene.model(polls: 0)
    model.type("x")
    #expect(model.notice?.text == "No flow is listed.")
  }

  @Test func aPinnedRowShowsItsPinWhileItIsSelected() {
    var model = Scene.model()
    model.press(.down)
    model.type("p")
    #expect(model.screen.contains("\n>S★tcp"))
  }

  @Test(arguments: [40, 60])
  func theDialogSaysHowToAnswerOnASmallScreen(width: Int) {
    var model = Scene.model(width: width, height: 10)
    model.press(.down)
    model.type("x")
    #expect(model.screen.contains("y or Enter: flush   n or Esc: leave"))
  }

  @Test func theSignOfTheOrderCostsNoTitleALetter() {
    var model = Scene.model(width: 200, height: 50)
    for _ in FlowColumn.allCases {
      let titles = model.screen.split(separator: "\n", omittingEmptySubsequences: false)[5]
      for title in ["PROTO", "SOURCE", "NAT", "ORIG", "REPLY", "STATE", "AGE", "TIMEOUT", "ZONE"] {
        #expect(titles.contains(title), "\(titles)")
      }
      model.type(">")
    }
  }
}

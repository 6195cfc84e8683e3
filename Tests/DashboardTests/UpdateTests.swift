import Canvas
import Dashboard
import FlowModel
import Testing

@Suite struct UpdateTests {
  @Test func heaviestSlowFlowStandsOnTop() {
    let model = Scene.model()
    let first = model.shown.records[model.listing.rows[0]]
    #expect(first.flow.id == 101)
    #expect(first.lane == .slow)
  }

  @Test func selectionFollowsTheFlowNotTheRow() {
    var model = Scene.model()
    model.press(.down, .down)
    let chosen = model.listing.selection
    #expect(chosen != nil)
    for keys in ["r", ">", ">", ">", "<", "r"] {
      model.type(keys)
      #expect(model.listing.selection == chosen)
      #expect(
        model.shown.records[model.listing.rows[model.listing.selectionRow ?? -1]].key == chosen)
    }
    _ = model.update(.snapshot(Scene.snapshot(2, Scene.flows(2).reversed())))
    #expect(model.listing.selection == chosen)
  }

  @Test func aProblemIsSeenWhereThereIsNoLineForHints() {
    var model = Scene.model()
    _ = model.update(.pollFailed("The kernel says no."))
    #expect(model.screen.contains("The kernel says no."))
    model.type("t")
    #expect(model.screen.contains("The kernel says no."))
    model.press(.escape)
    _ = model.update(.resized(Size(width: 80, height: 8)))
    #expect(model.screen.contains("The kernel says no."))
  }

  @Test func aFrozenScreenStaysAndThawsToTheNewest() {
    var model = Scene.model()
    model.type("z")
    let before = model.shown.time
    _ = model.update(.snapshot(Scene.snapshot(30)))
    #expect(model.shown.time == before)
    #expect(model.store.time > before)
    model.type("z")
    #expect(model.shown.time == model.store.time)
  }

  @Test func aPageOfFlowtablesHasAnEnd() {
    var model = Scene.model(polls: 0)
    var snapshot = Scene.snapshot(5)
    let devices = (0..<300).map { "d\($0)" }
    snapshot.flowtables = (0..<300).map { number in
      Flowtable(family: "inet", table: "t", name: "f\(number)", devices: devices)
    }
    _ = model.update(.snapshot(snapshot))
    model.type("tG")
    #expect(model.screen.contains("And 44 more"))
  }

  @Test func pinnedFlowStaysOnTopThroughSortingFilteringAndItsEnd() {
    var model = Scene.model()
    model.type("G")
    guard let chosen = model.listing.selection else { return #expect(Bool(false)) }
    model.type("p")
    model.type(">>r/nothing-like-it")
    #expect(model.listing.rows.map { model.shown.records[$0].key } == [chosen])
    model.press(.enter, .escape)
    for poll in 2...40 {
      _ = model.update(
        .snapshot(Scene.snapshot(UInt64(poll), Scene.flows(0).filter { $0.key != chosen })))
    }
    #expect(model.listing.rows.first.map { model.shown.records[$0].key } == chosen)
    model.type("p")
    _ = model.update(.snapshot(Scene.snapshot(99)))
    #expect(model.listing.pins.isEmpty)
  }

  @Test func filterWorksLetterByLetterAndEscapeBringsBackTheOldOne() {
    var model = Scene.model()
    model.type("/udp")
    #expect(model.listing.rows.count == 2)
    model.press(.backspace, .backspace, .backspace)
    #expect(model.listing.rows.count == 8)
    model.type("tcp")
    model.press(.enter)
    #expect(model.listing.filter.text == "tcp")
    model.type("/zzz")
    #expect(model.listing.rows.isEmpty)
    model.press(.escape)
    #expect(model.listing.filter.text == "tcp")
    model.press(.escape)
    #expect(model.listing.filter.isEmpty)
  }

  @Test func whileTheFilterIsWrongTheLastGoodOneStays() {
    var model = Scene.model()
    model.type("/tcp")
    let tcp = model.listing.rows
    #expect(tcp.count == 5)
    model.type(" and port")
    #expect(model.listing.filterError?.offset == 12)
    // On the way there it was `p`, which is in every row of TCP, and then nothing that any row holds.
    #expect(model.listing.filter.text == "tcp and p")
    #expect(model.listing.rows == tcp)
    // Enter would keep another filter than the line shows.
    model.press(.enter)
    #expect(model.listing.typedFilter == "tcp and port")
    model.type(" 22")
    #expect(model.listing.filterError == nil)
    #expect(model.listing.filter.text == "tcp and port 22")
    #expect(model.listing.rows.count == 2)
    model.press(.enter)
    #expect(model.listing.filter.text == "tcp and port 22")
    #expect(model.listing.typedFilter == nil)
    model.type("/ and")
    model.press(.escape)
    #expect(model.listing.filter.text == "tcp and port 22")
    #expect(model.listing.filterError == nil)
    model.type("/ and")
    model.press(.down)
    #expect(model.listing.typedFilter == nil && model.listing.filterError == nil)
    #expect(model.notice?.text.hasPrefix("After and a test is missing") == true)
  }

  @Test(arguments: [
    ("not udp", [101, 102, 103, 105, 106, 108]), ("!udp or icmp", [101, 102, 105, 106, 108]),
    ("lane slow rate > 1M", [101]), ("offloaded and rate > 0", [105, 106]),
    ("reason local", [102]), ("dev wan0", [101, 103, 104, 105, 106, 107, 108]),
    ("iif lan0 tcp nat", [101, 105]),
    ("state established", [101, 102]), ("bytes > 1G", [101, 105]),
    ("host 198.51.100.2", [101, 105]),
  ])
  func theDashboardKnowsWhatAFilterAsks(text: String, ids: [UInt32]) {
    var model = Scene.model(settings: Settings())
    model.type("/" + text)
    #expect(model.listing.filterError == nil)
    #expect(model.listing.rows.map { model.shown.records[$0].flow.id }.sorted() == ids)
  }

  @Test func theBeginningOfAWordIsTextOnceItIsKept() {
    var model = Scene.model()
    model.type("/por")
    #expect(model.listing.rows.count == 8)
    model.press(.enter)
    #expect(model.listing.filter.text == "por" && model.listing.rows.isEmpty)
  }

  @Test func pinnedFlowsCanBeAskedFor() {
    var model = Scene.model()
    model.type("jp/pinned")
    #expect(model.listing.rows.count == 1)
    #expect(model.screen.contains("1 of 8 flows"))
    model.press(.escape)
    model.type("/not pinned")
    // The pin stays on top, and does not count.
    #expect(model.listing.rows.count == 8)
    #expect(model.screen.contains("7 of 8 flows"))
  }

  @Test func frozenScreenStandsStillWhilePollsGoOn() {
    var model = Scene.model()
    model.type("z")
    let before = model.screen
    _ = model.update(.snapshot(Scene.snapshot(5, [])))
    _ = model.update(.snapshot(Scene.snapshot(6, [])))
    let still = model.screen.split(separator: "\n").dropLast()
    #expect(still == before.split(separator: "\n").dropLast())
    model.type("z")
    #expect(!model.screen.contains("FROZEN"))
    #expect(model.shown.time == model.store.time)
  }

  @Test func frozenOrderMovesNoRowWhileValuesGoOn() {
    var model = Scene.model()
    model.type("o")
    let keys = model.listing.rows.map { model.shown.records[$0].key }
    var flows = Scene.flows(2)
    flows[7].replyCounters?.bytes += 900_000_000
    _ = model.update(.snapshot(Scene.snapshot(2, flows.shuffled())))
    #expect(model.listing.rows.map { model.shown.records[$0].key } == keys)
    model.type("o")
    #expect(model.listing.rows.map { model.shown.records[$0].key } != keys)
  }

  @Test func intervalKeysAskForAnotherInterval() {
    var model = Scene.model()
    #expect(model.type("+") == [.setInterval(2_000_000_000)])
    #expect(model.type("--") == [.setInterval(1_000_000_000), .setInterval(500_000_000)])
  }

  @Test func laneKeysListOneLane() {
    var model = Scene.model()
    model.press(.right)
    #expect(model.listing.rows.allSatisfy { model.shown.records[$0].lane == .slow })
    model.press(.left, .left)
    #expect(model.listing.rows.map { model.shown.records[$0].lane } == [.hardware])
  }

  @Test func activeOnlyLeavesWhatMoves() {
    var model = Scene.model()
    model.type("a")
    #expect(
      Set(model.listing.rows.map { model.shown.records[$0].flow.id }) == [101, 102, 103, 105, 106])
  }

  @Test func controlCAlwaysQuits() {
    for keys in ["", "?", "jx", "/abc", "t"] {
      var model = Scene.model()
      model.type(keys)
      #expect(model.press(.control("c")) == [.quit])
    }
  }

  @Test func qLeavesAPageBeforeItLeavesTheProgram() {
    var model = Scene.model()
    model.type("?")
    #expect(model.type("q").isEmpty)
    #expect(model.type("q") == [.quit])
  }
}

struct Seeded: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 33
  }
}

import Canvas
import Dashboard
import FlowModel
import Testing

@Suite struct PastTests {
  @Test func commaFreezesAndStepsBackAndPointStepsOn() {
    var model = Scene.model(polls: 10)
    let newest = model.shown.time
    model.type(",")
    #expect(model.isFrozen && model.shown.time == newest - Scene.second)
    #expect(model.screen.contains("[PAST]"))
    model.type(",,")
    #expect(model.shown.time == newest - 3 * Scene.second)
    // Polls go on, and the screen stays.
    _ = model.update(.snapshot(Scene.snapshot(10)))
    #expect(model.shown.time == newest - 3 * Scene.second)
    model.type(".")
    #expect(model.shown.time == newest - 2 * Scene.second)
    model.type("....")
    #expect(model.shown.time == model.store.time)
    #expect(model.screen.contains("[FROZEN]"))
    model.type("z")
    #expect(!model.isFrozen)
  }

  @Test func theSelectionAndTheReasonsAreThoseOfTheMoment() {
    var model = Scene.model(polls: 5)
    model.press(.down)
    let key = model.listing.selection
    model.type(",,")
    #expect(model.listing.selection == key)
    #expect(model.screen.contains("no-rule"))
    model.type("w")
    #expect(model.screen.contains("no-rule, certain"))
  }

  @Test func thereIsAnEnd() {
    var model = Scene.model(polls: 3)
    model.type(",,,,,")
    #expect(model.notice?.text == "Frozen. Nothing older is kept.")
    #expect(model.shown.time == 500 * Scene.second)
  }

  @Test func minutesAreKeptWithinTheirBounds() {
    let flows = (0..<3000).map { number in
      Scene.flow(
        UInt32(number), .udp, from: (Scene.ipv4(10, 0, 0, 1), UInt16(number)),
        to: (Scene.ipv4(10, 0, 0, 2), 53), bytes: 1)
    }
    var model = Scene.model(polls: 0)
    for elapsed: UInt64 in 0..<80 { _ = model.update(.snapshot(Scene.snapshot(elapsed, flows))) }
    var steps: [UInt64] = []
    while steps.last != model.shown.time {
      steps.append(model.shown.time)
      model.type(",")
    }
    // 60,000 flows in all: twenty moments, one after the other near the present, far apart long ago.
    #expect((15...21).contains(steps.count), "\(steps.count)")
    #expect(steps[0] - steps[1] == Scene.second)
    #expect(steps[0] - (steps.last ?? 0) > 60 * Scene.second)
  }

  @Test func ofALargeTableNothingIsKeptAndThatIsSaid() {
    let flows = (0..<10_001).map { number in
      Scene.flow(
        UInt32(number), .udp, from: (Scene.ipv4(10, 0, 0, 1), UInt16(number)),
        to: (Scene.ipv4(10, 0, 0, 2), 53), bytes: 1)
    }
    var model = Scene.model(polls: 0)
    for elapsed: UInt64 in 0..<2 { _ = model.update(.snapshot(Scene.snapshot(elapsed, flows))) }
    model.type(",")
    #expect(model.isFrozen)
    #expect(model.notice?.text.contains("10,001 flows no past is kept") == true)
  }

  @Test func aTimeIsJumpedTo() {
    var model = Scene.model(polls: 20)
    model.type("@-10s")
    model.press(.enter)
    #expect(model.shown.time == model.store.time - 10 * Scene.second)
    model.type("@14:32:09")
    model.press(.enter)
    #expect(model.shown.wallTime == Scene.start + 2 * Scene.second)
    model.type("@x")
    #expect(model.screen.contains("no time"))
    model.press(.enter)
    #expect(model.typedTime == "x")
    model.press(.escape)
    #expect(model.typedTime == nil)
    model.type("@+1h")
    model.press(.enter)
    #expect(!model.isFrozen)
  }

  @Test(arguments: [
    ("14:32", 52_320), ("00:00:01", 1), ("-90s", 52_237), ("-90", 52_237), ("+ 5m", 52_627),
    ("-2h", 45_127), ("9:05", 32_700),
  ])
  func timesAreRead(text: String, secondOfDay: UInt64) {
    let midnight = Scene.start / 1_000_000_000 / 86_400 * 86_400
    let time = JumpTime(text, now: Scene.start, offset: 0)
    #expect(time?.wallTime == (midnight + secondOfDay) * 1_000_000_000)
  }

  @Test(arguments: [
    "", "x", "25:00", "12:61", "12", "12:00:00:00", "-", "-5y", "+99999999s", "1:2:",
  ])
  func whatIsNoTimeIsNone(text: String) {
    #expect(JumpTime(text, now: Scene.start, offset: 3600) == nil)
  }

  @Test func aTimeIsThatOfTheOperatorsClock() {
    let time = JumpTime("16:00", now: Scene.start, offset: 7200)
    #expect(time.map { ($0.wallTime / 1_000_000_000) % 86_400 } == 14 * 3600)
  }

  @Test func recordingsAreWoundAndPaced() {
    var model = Scene.model(settings: Settings(source: .recording("r", loops: false)))
    let now = model.store.wallTime
    #expect(model.type("[") == [.seek(to: now - 60 * Scene.second)])
    #expect(model.type("]") == [.seek(to: now + 60 * Scene.second)])
    #expect(model.type("}") == [.setSpeed(2)])
    #expect(model.screen.contains("[REPLAY x2]"))
    #expect(model.type("{{{") == [.setSpeed(1), .setSpeed(0.5), .setSpeed(0.25)])
    #expect(model.screen.contains("[REPLAY x0.25]"))
    model.type("@14:00")
    #expect(model.press(.enter) == [.seek(to: Scene.start - 1927 * Scene.second)])
  }

  @Test func theOpenFlowsGraphKnowsThePast() {
    var model = Scene.model(height: 60, polls: 30)
    model.press(.down, .enter)
    let graph = model.screen.split(separator: "\n").first {
      $0.hasPrefix("   reply") && $0.contains("█")
    }
    #expect(graph != nil, "\(model.screen)")
    #expect(model.screen.contains("120 s ago"))
    #expect(model.trace?.key.id == 101)
    model.press(.escape, .escape)
    #expect(model.trace == nil)
  }
}

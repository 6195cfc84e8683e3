import Canvas
import FlowModel
import Testing

@testable import Dashboard

extension Canvas {
  /// A word for `==` of which a failed test does not print every cell.
  fileprivate func hasSameCells(as other: Canvas) -> Bool { self == other }
}

/// What each refresh leaves as it is, and what it never does.
@Suite struct SteadyTests {
  @Test func aRateStaysWhileItsMeanHardlyMoves() {
    var rate = SteadyRate(1000)
    for turn in 0..<40 { rate.take(turn % 2 == 0 ? 1080 : 940) }
    #expect(rate.shown == 1000)
    // It comes to the mean of what it is now, without a leap.
    for _ in 0..<40 { rate.take(1400) }
    #expect(abs((rate.shown ?? 0) - 1400) <= 1400 * SteadyRate.tolerance)
  }

  @Test(arguments: [0, 499, 2001, 1e9])
  func whatHalvesDoublesOrEndsIsShownAtOnce(now: Double) {
    var rate = SteadyRate(1000)
    for _ in 0..<20 { rate.take(1000) }
    rate.take(now)
    #expect(rate.shown == now)
    rate.take(nil)
    #expect(rate.shown == nil)
    rate.take(7)
    #expect(rate.shown == 7)
  }

  @Test func aNoisyRateIsNearerToTheTruthThanItsPolls() {
    var rate = SteadyRate(1000)
    var changes = 0
    var worst = 0.0
    for turn in 0..<200 {
      let before = rate.shown
      rate.take(1000 * (1 + 0.25 * [0.3, -1, 0.6, -0.2, 1, -0.5, -0.7, 0.5][turn * 5 % 8]))
      if rate.shown != before { changes += 1 }
      if turn > 16 { worst = max(worst, abs((rate.shown ?? 0) - 1000) / 1000) }
    }
    #expect(changes < 40)
    #expect(worst < 0.08)
  }

  @Test func anAmountIsAsFarBehindAsItMayBe() {
    var total = SteadyAmount(1_000_000, tolerance: SteadyAmount.ofTotals)
    total.take(1_050_000)
    #expect(total.shown == 1_000_000)
    total.take(1_050_001)
    #expect(total.shown == 1_050_001)
    total.take(.max)
    #expect(total.shown == .max)
    // Each of few flows counts.
    var flows = SteadyAmount(99, tolerance: SteadyAmount.ofFlows)
    flows.take(98)
    #expect(flows.shown == 98)
    flows = SteadyAmount(1204, tolerance: SteadyAmount.ofFlows)
    flows.take(1210)
    #expect(flows.shown == 1204)
    flows.take(0)
    #expect(flows.shown == 0)
  }

  @Test func thePollsDurationKeepsItsStepAtAnEdge() {
    var poll = SteadyDuration()
    for turn in 0..<50 { poll.take(turn % 2 == 0 ? 1_900_000 : 2_100_000) }
    #expect(poll.shown == 2_000_000)
    for _ in 0..<5 { poll.take(4_000_000) }
    #expect(poll.shown == 5_000_000)
    // Far too long is told at once; that it is over, when it lasts.
    poll.take(800_000_000)
    #expect(poll.shown == 1_000_000_000)
    for _ in 0..<5 { poll.take(900_000) }
    #expect(poll.shown == 999_999)
  }

  // MARK: The order

  private func order(_ amounts: [(String, Double)], after former: [String]) -> [String] {
    let candidates = amounts.map { RowOrder.Candidate($0.0, amount: $0.1) }
    return RowOrder.settled(candidates, after: former).map { candidates[$0].id }
  }

  @Test func rowsThatHardlyDifferStay() {
    #expect(
      order([("b", 120), ("a", 100), ("c", 90)], after: ["a", "b", "c"]) == ["a", "b", "c"])
    // More than a quarter bigger: at once, and past all that are smaller by as much.
    #expect(
      order([("c", 151), ("b", 120), ("a", 100)], after: ["a", "b", "c"]) == ["c", "a", "b"])
    // A new one comes to its exact place.
    #expect(
      order([("b", 120), ("new", 110), ("a", 100)], after: ["a", "b"]) == ["new", "a", "b"])
    #expect(order([("b", 2), ("a", 0)], after: ["a", "b"]) == ["b", "a"])
  }

  @Test func groupsKeepTheirOrder() {
    let candidates = [
      RowOrder.Candidate("slow", group: 0, amount: 1),
      RowOrder.Candidate("fast", group: 1, amount: 9),
    ]
    #expect(RowOrder.settled(candidates, after: ["fast", "slow"]) == [0, 1])
  }

  @Test func noRowStandsAboveOneThatIsMuchBigger() {
    var generator = SystemRandomNumberGenerator()
    var former: [Int] = []
    for _ in 0..<200 {
      let amounts = (0..<30).map { ($0, Double.random(in: 0...500, using: &generator)) }
        .filter { _ in Bool.random(using: &generator) }
        .sorted { $0.1 > $1.1 }
      let candidates = amounts.map { RowOrder.Candidate($0.0, amount: $0.1) }
      let settled = RowOrder.settled(candidates, after: former)
      #expect(settled.sorted() == Array(candidates.indices))
      for (row, at) in settled.enumerated() {
        for below in settled[row...] {
          #expect(
            candidates[below].amount <= candidates[at].amount * (1 + RowOrder.difference) + 1e-9)
        }
      }
      former = settled.map { candidates[$0].id }
    }
  }

  // MARK: The screen

  /// A poll of flows that have the given rates in bits a second, after `elapsed` seconds.
  private func poll(_ elapsed: UInt64, _ bytes: [UInt64]) -> Snapshot {
    let flows = bytes.enumerated().map { at, count in
      Scene.flow(
        UInt32(at + 1), from: (Scene.ipv4(10, 0, 0, UInt32(at + 1)), 40_000),
        to: (Scene.ipv4(203, 0, 113, 1), 443), bytes: count)
    }
    return Scene.snapshot(elapsed, flows)
  }

  private func model(_ settings: Settings = Settings()) -> Model {
    Model(settings: settings, size: Size(width: 80, height: 24))
  }

  @Test(arguments: [(80, 24), (60, 20)]) func aQuietScreenStays(width: Int, height: Int) {
    var model = Model(settings: Settings(), size: Size(width: width, height: height))
    let flows = Scene.flows(0)
    // Once their reasons have been found, and their hardware's silence.
    for elapsed: UInt64 in 0..<40 { _ = model.update(.snapshot(Scene.snapshot(elapsed, flows))) }
    let before = model.render()
    // Up to the next minute, 14:33:00, while polls take now this long, now that.
    for elapsed: UInt64 in 40..<52 {
      var snapshot = Scene.snapshot(elapsed, flows)
      snapshot.duration = [900_000, 1_100_000, 3_000_000, 7_000_000][Int(elapsed) % 4]
      _ = model.update(.snapshot(snapshot))
      let now = model.render()
      for y in 0..<height { #expect(now.line(y) == before.line(y), "after \(elapsed) s") }
      #expect(now.hasSameCells(as: before))
    }
    _ = model.update(.snapshot(Scene.snapshot(53, flows)))
    #expect(model.screen.contains("14:33 "))
    // That polls fail is told at once.
    _ = model.update(.pollFailed("No poll."))
    #expect(model.screen.contains("No poll."))
  }

  @Test func aFrozenScreenIsExact() {
    var model = model()
    var total: UInt64 = 1_000_000
    for elapsed: UInt64 in 0..<10 {
      total += elapsed % 2 == 0 ? 125_000 : 130_000
      _ = model.update(.snapshot(poll(elapsed, [total])))
    }
    let exact = model.store.records[0]
    model.type("z")
    let row = model.render().line(6)
    #expect(row.contains(Quantity.rate(exact.rates.total ?? 0)))
    #expect(row.contains(Quantity.bytes(exact.totalBytes ?? 0)))
    #expect(model.screen.contains("14:32:16"))
    model.type("z")
    #expect(!model.screen.contains("14:32:16"))
  }

  @Test func steadyTrafficMovesFewCellsAndNoRow() {
    var model = model()
    var totals = (0..<12).map { UInt64(50_000_000 + $0 * 1000) }
    var former = model.render()
    var changed = 0
    for elapsed: UInt64 in 0..<60 {
      for at in totals.indices {
        let noise = Double((Int(elapsed) * 7 + at * 5) % 11 - 5) / 25
        totals[at] += UInt64(Double(100_000 - at * 2000) * (1 + noise))
      }
      _ = model.update(.snapshot(poll(elapsed, totals)))
      let canvas = model.render()
      if elapsed >= 12 {
        for y in 6..<23 {
          for x in 0..<80 where canvas[x, y] != former[x, y] { changed += 1 }
          #expect(canvas.line(y).prefix(20) == former.line(y).prefix(20))
        }
      }
      former = canvas
    }
    // Each poll measures 12 other rates; drawn as they are that is 30 cells.
    #expect(changed < 48 * 6)
    // What becomes ten times as big stands on top at the next poll.
    totals[11] += 1_000_000
    _ = model.update(.snapshot(poll(60, totals)))
    #expect(model.render().line(6).contains("10.0.0.12"))
  }

  @Test(arguments: [(9, 9), (10, 10), (59, 50), (99, 90), (100, 100), (5999, 5999), (7000, 6600)])
  func spansAreCutTheCoarserTheLongerTheyAre(seconds: UInt64, told: UInt64) {
    #expect(Quantity.coarse(seconds: seconds) == told)
  }

  @Test(
    arguments: [
      (0, "0 B"), (99, "99 B"), (102, "100 B"), (996, "1.0 kB"), (1240, "1.2 kB"),
      (9949, "9.9 kB"), (9951, "10 kB"), (12_400, "12 kB"), (344_000, "340 kB"),
      (994_900, "990 kB"), (995_000, "1.0 MB"),
    ] as [(UInt64, String)])
  func totalsThatGrowAreToldInTwoPlaces(bytes: UInt64, told: String) {
    #expect(Quantity.roundBytes(bytes, Units()) == told)
  }

  @Test func theScaleOfTheHistoryIsARoundNumber() {
    #expect(SteadyGraph.scale(35.2e6) == 40e6)
    #expect(SteadyGraph.scale(1) == 1)
    #expect(SteadyGraph.scale(9.1e6) == 10e6)
    #expect(SteadyGraph.scale(0) == 0)
    for peak in stride(from: 1.0, to: 1e7, by: 12_345) {
      #expect(SteadyGraph.scale(peak) >= peak && SteadyGraph.scale(peak) <= peak * 1.34)
    }
  }
}

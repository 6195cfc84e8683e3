import Canvas
import Diagnosis
import FlowModel
import Testing

@testable import Dashboard

/// A table of more flows than are gone over at once: taken in by turns, in order only where it is seen.
@Suite struct LargeTableTests {
  @Test func aPollIsTakenInByTurnsAndThenAcknowledged() {
    var model = Model(settings: Settings(), size: Size(width: 80, height: 24))
    let effects = model.update(.snapshot(LargeTable.snapshot(1, 0..<LargeTable.count)))
    #expect(effects.contains(.goOn) && !effects.contains(.tookPoll))
    #expect(model.listing.rows.isEmpty)
    var all: [Effect] = []
    var more = effects
    while more.contains(.goOn) {
      more = model.update(.goOn)
      all += more
      // A key is answered between two turns.
      #expect(model.update(.key(.character("b"))).isEmpty)
    }
    #expect(all.filter { $0 == .tookPoll }.count == 1)
    #expect(model.store.totals.flows == Int(LargeTable.count))
    #expect(Set(model.listing.rows).count == Int(LargeTable.count))
  }

  @Test func theHeaviestStandOnTopInOrder() {
    var model = LargeTable.model()
    model.listing.order = FlowOrder(.rate, descending: true)
    model.rearrange()
    model.finish([.goOn])
    for row in 0..<500 { #expect(model.id(ofRow: row) == LargeTable.count - UInt32(row)) }
    // The others are all there, in no order yet.
    #expect(Set(model.listing.rows).count == Int(LargeTable.count))
  }

  @Test func theEndIsPutInOrderWhenSomebodyGoesThere() {
    var model = LargeTable.model()
    model.listing.order = FlowOrder(.rate, descending: true)
    model.rearrange()
    model.finish([.goOn])
    model.finish(model.update(.key(.character("G"))))
    let last = model.listing.rows.count - 1
    #expect(model.listing.selectionRow == last && model.id(ofRow: last) == 1)
    for row in (last - 200)...last { #expect(model.id(ofRow: row) == UInt32(last - row + 1)) }
    // Page by page from there, past what was in order.
    for _ in 0..<400 { model.finish(model.update(.key(.pageUp))) }
    let row = model.listing.selectionRow ?? 0
    #expect(row < last - 4096)
    #expect(model.id(ofRow: row) == UInt32(last - row + 1))
    model.finish(model.update(.key(.character("g"))))
    #expect(model.listing.selectionRow == 0 && model.id(ofRow: 0) == LargeTable.count)
  }

  @Test func theSelectedFlowIsFollowedToWhereverItSinks() {
    var model = LargeTable.model()
    model.listing.order = FlowOrder(.rate, descending: true)
    model.rearrange()
    model.finish([.goOn])
    model.finish(model.update(.key(.character("g"))))
    let key = model.listing.selection
    var next = LargeTable.snapshot(3, 0..<LargeTable.count)
    // The heaviest falls silent; no flow but one has less.
    next.flows[Int(LargeTable.count) - 1] = LargeTable.flow(
      LargeTable.count - 1, 2 * UInt64(LargeTable.count - 1) * 10)
    model.finish(model.update(.snapshot(next)))
    #expect(model.listing.selection == key)
    let row = model.listing.selectionRow ?? 0
    #expect(row >= Int(LargeTable.count) - 2)
    #expect(model.newest.store.records.key(at: model.listing.rows[row]) == key)
  }

  @Test func flowsThatEndLeaveAndTheOthersStayFound() {
    var model = LargeTable.model()
    model.finish(model.update(.snapshot(LargeTable.snapshot(3, 100..<LargeTable.count))))
    model.finish(model.update(.snapshot(LargeTable.snapshot(20, 100..<LargeTable.count + 7))))
    #expect(model.store.records.count == Int(LargeTable.count) - 93)
    #expect(model.listing.rows.count == model.store.records.count)
    #expect(model.store.record(LargeTable.flow(50, 0).key) == nil)
    for number: UInt32 in [100, 4711, LargeTable.count - 1, LargeTable.count + 6] {
      #expect(model.store.record(LargeTable.flow(number, 0).key)?.hasEnded == false)
    }
  }

  @Test func reasonsAreFoundPollByPoll() {
    var model = LargeTable.model(1)
    let first = model.newest.reasons.notAsked
    #expect(first > 0)
    for second: UInt64 in 2...4 {
      model.finish(model.update(.snapshot(LargeTable.snapshot(second, 0..<LargeTable.count))))
    }
    #expect(model.newest.reasons.notAsked == 0)
    let sums = model.newest.reasons.sums(.slow).reduce(0) { $0 + $1.flows }
    #expect(sums == Int(LargeTable.count))
  }

  /// At the places of a store that began again stand other flows than those that were asked for.
  @Test func aRecordingThatBeginsAgainIsAskedForAnew() {
    var model = LargeTable.model(1)
    let first = model.newest.reasons.notAsked
    for second: UInt64 in 2...4 {
      model.finish(model.update(.snapshot(LargeTable.snapshot(second, 0..<LargeTable.count))))
    }
    #expect(model.newest.reasons.notAsked == 0)
    model.finish(model.update(.snapshot(LargeTable.snapshot(1, 0..<LargeTable.count))))
    #expect(model.newest.reasons.notAsked == first)
  }

  /// An action's result comes when it comes: between two parts of a poll, too.
  @Test func anEntryIsReplacedWhileAPollIsTakenIn() {
    var model = Model(settings: Settings(), size: Size(width: 80, height: 24))
    _ = model.update(.snapshot(LargeTable.snapshot(1, 0..<10)))
    let next = LargeTable.snapshot(2, 0..<20)
    _ = model.update(.poll(.began(PollStart(next))))
    _ = model.update(.poll(.flows(FlowBatch(next.flows))))
    let old = LargeTable.flow(3, 30)
    var new = old
    new.id = 4711
    _ = model.update(.acted(.reset, [ActionResult(old, .done(new))]))
    var surroundings = next
    surroundings.flows = []
    _ = model.update(.poll(.ended(surroundings)))
    #expect(model.store.records.count == 20)
    #expect(model.store.record(new.key)?.hasEnded == false)
    #expect(model.store.record(old.key) == nil)
    #expect(model.store.totals.flows == 20)
  }

  @Test func aFrozenOrderKeepsEveryRowAndNewOnesFollow() {
    var model = LargeTable.model()
    model.finish(model.press(.character("G"), .character("o")))
    let before = model.listing.rows.indices.map { model.id(ofRow: $0) }
    let selected = model.listing.selection
    model.finish(model.update(.snapshot(LargeTable.snapshot(3, 0..<LargeTable.count + 500))))
    let after = model.listing.rows.indices.map { model.id(ofRow: $0) }
    #expect(Array(after.prefix(before.count)) == before)
    #expect(
      Set(after.dropFirst(before.count)) == Set(LargeTable.count + 1...LargeTable.count + 500))
    #expect(model.listing.selection == selected)
  }

  @Test func whatAFilterLeavesIsSummedUpAsTheListIsMade() {
    var model = LargeTable.model()
    model.finish(model.press(.down, .character("p"), .character("/")))
    model.finish(model.type("src port 1000-1999"))
    model.finish(model.press(.enter))
    // Ports of 16 bits, of 50,000 flows from 0 on.
    #expect(model.listing.sum.flows == 1000)
    #expect(model.listing.rows.count == 1001)
    let rates = (1000..<2000).reduce(0.0) { $0 + Double($1) * 80 }
    #expect(abs(model.listing.sum.rate - rates) < rates / 1000)
    #expect(model.screen.contains("1,000 of 50,000 flows"))
  }

  @Test func groupsAreMadeByTurns() {
    var model = LargeTable.model()
    model.finish(model.update(.key(.character("2"))))
    #expect(model.groups.count == Int(LargeTable.count))
    #expect(model.groups.totals.flows == Int(LargeTable.count))
  }
}

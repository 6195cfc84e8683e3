import Canvas
import Diagnosis
import FlowModel
import Testing

@testable import Dashboard

/// A table of more flows than are gone over at once: taken in by turns, in order only where it is seen.
@Suite struct LargeTableTests {
  private static let count: UInt32 = 50_000

  private func flow(_ number: UInt32, _ bytes: UInt64) -> Flow {
    let orig = Tuple(
      source: Address(ipv4: 0x0a00_0000 + number), destination: Address(ipv4: 0xcb00_7101),
      sourcePort: UInt16(truncatingIfNeeded: number), destinationPort: 443, family: .ipv4, l4: .tcp)
    return Flow(
      orig: orig, reply: orig.inverted, id: number + 1, status: [.confirmed, .seenReply, .assured],
      origCounters: Counters(packets: bytes, bytes: bytes),
      replyCounters: Counters(packets: 0, bytes: 0))
  }

  private func snapshot(_ second: UInt64, _ numbers: Range<UInt32>) -> Snapshot {
    Snapshot(
      number: second, time: second * 1_000_000_000, wallTime: second * 1_000_000_000,
      flows: numbers.map { flow($0, second * UInt64($0) * 10) }, flowtables: [])
  }

  /// Lets the model go on until it has nothing more to do; the turns that it took.
  @discardableResult
  private func finish(_ model: inout Model, _ effects: [Effect]) -> Int {
    var effects = effects
    var turns = 0
    while effects.contains(.goOn) {
      turns += 1
      effects = model.update(.goOn)
      if turns > 10_000 { break }
    }
    #expect(effects.contains(.goOn) == false && !model.hasWork)
    return turns
  }

  private func model(_ polls: UInt64 = 2) -> Model {
    var model = Model(settings: Settings(), size: Size(width: 80, height: 24))
    for second in 1...polls {
      finish(&model, model.update(.snapshot(snapshot(second, 0..<Self.count))))
    }
    return model
  }

  private func id(_ model: Model, _ row: Int) -> UInt32 {
    model.newest.store.records.key(at: model.listing.rows[row]).id
  }

  @Test func aPollIsTakenInByTurnsAndThenAcknowledged() {
    var model = Model(settings: Settings(), size: Size(width: 80, height: 24))
    let effects = model.update(.snapshot(snapshot(1, 0..<Self.count)))
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
    #expect(model.store.totals.flows == Int(Self.count))
    #expect(Set(model.listing.rows).count == Int(Self.count))
  }

  @Test func theHeaviestStandOnTopInOrder() {
    var model = model()
    model.listing.order = FlowOrder(.rate, descending: true)
    model.rearrange()
    finish(&model, [.goOn])
    for row in 0..<500 { #expect(id(model, row) == Self.count - UInt32(row)) }
    // The others are all there, in no order yet.
    #expect(Set(model.listing.rows).count == Int(Self.count))
  }

  @Test func theEndIsPutInOrderWhenSomebodyGoesThere() {
    var model = model()
    model.listing.order = FlowOrder(.rate, descending: true)
    model.rearrange()
    finish(&model, [.goOn])
    finish(&model, model.update(.key(.character("G"))))
    let last = model.listing.rows.count - 1
    #expect(model.listing.selectionRow == last && id(model, last) == 1)
    for row in (last - 200)...last { #expect(id(model, row) == UInt32(last - row + 1)) }
    // Page by page from there, past what was in order.
    for _ in 0..<400 { finish(&model, model.update(.key(.pageUp))) }
    let row = model.listing.selectionRow ?? 0
    #expect(row < last - 4096)
    #expect(id(model, row) == UInt32(last - row + 1))
    finish(&model, model.update(.key(.character("g"))))
    #expect(model.listing.selectionRow == 0 && id(model, 0) == Self.count)
  }

  @Test func theSelectedFlowIsFollowedToWhereverItSinks() {
    var model = model()
    model.listing.order = FlowOrder(.rate, descending: true)
    model.rearrange()
    finish(&model, [.goOn])
    finish(&model, model.update(.key(.character("g"))))
    let key = model.listing.selection
    var next = snapshot(3, 0..<Self.count)
    // The heaviest falls silent; no flow but one has less.
    next.flows[Int(Self.count) - 1] = flow(Self.count - 1, 2 * UInt64(Self.count - 1) * 10)
    finish(&model, model.update(.snapshot(next)))
    #expect(model.listing.selection == key)
    let row = model.listing.selectionRow ?? 0
    #expect(row >= Int(Self.count) - 2)
    #expect(model.newest.store.records.key(at: model.listing.rows[row]) == key)
  }

  @Test func flowsThatEndLeaveAndTheOthersStayFound() {
    var model = model()
    finish(&model, model.update(.snapshot(snapshot(3, 100..<Self.count))))
    finish(&model, model.update(.snapshot(snapshot(20, 100..<Self.count + 7))))
    #expect(model.store.records.count == Int(Self.count) - 93)
    #expect(model.listing.rows.count == model.store.records.count)
    #expect(model.store.record(flow(50, 0).key) == nil)
    for number: UInt32 in [100, 4711, Self.count - 1, Self.count + 6] {
      #expect(model.store.record(flow(number, 0).key)?.hasEnded == false)
    }
  }

  @Test func reasonsAreFoundPollByPoll() {
    var model = model(1)
    let first = model.newest.reasons.notAsked
    #expect(first > 0)
    for second: UInt64 in 2...4 {
      finish(&model, model.update(.snapshot(snapshot(second, 0..<Self.count))))
    }
    #expect(model.newest.reasons.notAsked == 0)
    let sums = model.newest.reasons.sums(.slow).reduce(0) { $0 + $1.flows }
    #expect(sums == Int(Self.count))
  }

  /// At the places of a store that began again stand other flows than those that were asked for.
  @Test func aRecordingThatBeginsAgainIsAskedForAnew() {
    var model = model(1)
    let first = model.newest.reasons.notAsked
    for second: UInt64 in 2...4 {
      finish(&model, model.update(.snapshot(snapshot(second, 0..<Self.count))))
    }
    #expect(model.newest.reasons.notAsked == 0)
    finish(&model, model.update(.snapshot(snapshot(1, 0..<Self.count))))
    #expect(model.newest.reasons.notAsked == first)
  }

  /// An action's result comes when it comes: between two parts of a poll, too.
  @Test func anEntryIsReplacedWhileAPollIsTakenIn() {
    var model = Model(settings: Settings(), size: Size(width: 80, height: 24))
    _ = model.update(.snapshot(snapshot(1, 0..<10)))
    let next = snapshot(2, 0..<20)
    _ = model.update(.poll(.began(PollStart(next))))
    _ = model.update(.poll(.flows(FlowBatch(next.flows))))
    let old = flow(3, 30)
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
    var model = model()
    finish(&model, model.press(.character("G"), .character("o")))
    let before = model.listing.rows.indices.map { id(model, $0) }
    let selected = model.listing.selection
    finish(&model, model.update(.snapshot(snapshot(3, 0..<Self.count + 500))))
    let after = model.listing.rows.indices.map { id(model, $0) }
    #expect(Array(after.prefix(before.count)) == before)
    #expect(Set(after.dropFirst(before.count)) == Set(Self.count + 1...Self.count + 500))
    #expect(model.listing.selection == selected)
  }

  @Test func whatAFilterLeavesIsSummedUpAsTheListIsMade() {
    var model = model()
    finish(&model, model.press(.down, .character("p"), .character("/")))
    finish(&model, model.type("src port 1000-1999"))
    finish(&model, model.press(.enter))
    // Ports of 16 bits, of 50,000 flows from 0 on.
    #expect(model.listing.sum.flows == 1000)
    #expect(model.listing.rows.count == 1001)
    let rates = (1000..<2000).reduce(0.0) { $0 + Double($1) * 80 }
    #expect(abs(model.listing.sum.rate - rates) < rates / 1000)
    #expect(model.screen.contains("1,000 of 50,000 flows"))
  }

  @Test func groupsAreMadeByTurns() {
    var model = model()
    finish(&model, model.update(.key(.character("2"))))
    #expect(model.groups.count == Int(Self.count))
    #expect(model.groups.totals.flows == Int(Self.count))
  }
}

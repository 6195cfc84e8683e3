import FlowModel
import Testing

@Suite struct StoreTests {
  @Test func laneComesFromTheTwoOffloadBits() {
    #expect(Lane([]) == .slow)
    #expect(Lane([.assured, .helper]) == .slow)
    #expect(Lane([.offload, .confirmed]) == .software)
    #expect(Lane([.hardwareOffload]) == .hardware)
    #expect(Lane([.offload, .hardwareOffload]) == .hardware)
  }

  @Test func identityIsZoneTupleAndID() {
    var store = FlowStore()
    store.apply(
      Sample.snapshot(
        at: 0,
        [
          Sample.flow(1), Sample.flow(2), Sample.flow(1, port: 40_001),
          Sample.flow(1, zone: Zone(id: 5)), Sample.flow(1, zone: Zone(id: 5, direction: .orig)),
        ]))
    #expect(store.records.count == 5)
  }

  /// Whoever writes a recording chooses every number in it; a lookup must not become a search.
  @Test(.timeLimit(.minutes(1))) func flowsOfOneIDAndPortAreFoundAsFastAsOthers() {
    var store = FlowStore()
    let flows = (0..<20_000 as Range<UInt32>).map { number in
      var flow = Sample.flow(7)
      flow.orig.source = Address(ipv4: number << 8)
      return flow
    }
    store.apply(Sample.snapshot(at: 0, flows))
    store.apply(Sample.snapshot(at: 1, flows))
    #expect(store.records.count == flows.count)
    #expect(store.record(flows[19_999].key)?.lastSeen == store.time)
  }

  /// Room for what a poll says will come is made before it comes, whatever then does.
  @Test(arguments: [nil, 0, 5, 100, 101, 5000, UInt32.max])
  func flowsAreFoundWhateverNumberWasSaid(entries: UInt32?) {
    var store = FlowStore()
    for poll in 1...2 {
      let flows = (1...100 * UInt32(poll)).map { Sample.flow($0) }
      var start = PollStart(Sample.snapshot(at: Double(poll), []))
      start.entries = entries
      store.begin(start)
      store.take(FlowBatch(flows))
      store.close(isWhole: true)
      store.settle(0..<store.records.count, holding: [])
      store.sumUp()
      _ = store.finish()
      #expect(store.records.count == flows.count)
      #expect(flows.allSatisfy { store.record($0.key)?.flow == $0 })
    }
  }

  @Test func anEntryThatNeverCanBeReadKeepsNoOtherForEver() {
    var store = FlowStore()
    store.apply(Sample.snapshot(at: 0, [Sample.flow(1), Sample.flow(2)]))
    for second in 1...20 {
      var broken = Sample.snapshot(at: Double(second), [Sample.flow(2)])
      broken.malformed = 1
      store.apply(broken)
      if second == 3 { #expect(store.record(Sample.flow(1).key)?.hasEnded == false) }
    }
    #expect(store.records.map(\.flow.id) == [2])
  }

  @Test func duplicateInOneDumpIsOneFlowAndTheLaterSightingWins() {
    var store = FlowStore()
    store.apply(Sample.snapshot(at: 0, [Sample.flow(bytes: 10)]))
    store.apply(Sample.snapshot(at: 1, [Sample.flow(bytes: 20), Sample.flow(bytes: 30)]))
    #expect(store.records.count == 1)
    #expect(store.records[0].flow.origCounters?.bytes == 30)
  }

  @Test func laneMovesAreRememberedWithTheirTimes() {
    var store = FlowStore()
    for (second, lane) in [Lane.slow, .software, .software, .hardware, .slow].enumerated() {
      store.apply(Sample.snapshot(at: Double(second), [Sample.flow(lane: lane)]))
    }
    let moves = store.records[0].moves
    #expect(moves.map(\.to) == [.slow, .software, .hardware, .slow])
    #expect(moves.map { $0.wallTime / Sample.second - 1000 } == [0, 1, 3, 4])
    #expect(moves.map(\.isFallBack) == [false, false, false, true])
    #expect(store.history.fellBack == 1)
  }

  @Test func aConnectionThatClosesDoesNotFallBack() {
    var store = FlowStore()
    store.apply(Sample.snapshot(at: 0, [Sample.flow(lane: .software)]))
    var closing = Sample.flow(lane: .slow)
    closing.state = ConnectionState(l4: .tcp, rawValue: 7)
    store.apply(Sample.snapshot(at: 1, [closing]))
    #expect(store.records[0].moves.map(\.isClosing) == [false, true])
    #expect(store.history.fellBack == 0)
  }

  @Test func endedFlowStaysSomeSecondsAndThenGoes() {
    var store = FlowStore()
    store.apply(Sample.snapshot(at: 0, [Sample.flow()]))
    store.apply(Sample.snapshot(at: 1, []))
    #expect(store.records.first?.hasEnded == true)
    #expect(store.totals.flows == 0)
    store.apply(Sample.snapshot(at: 5.5, []))
    #expect(store.records.count == 1)
    store.apply(Sample.snapshot(at: 6, []))
    #expect(store.records.isEmpty)
    #expect(store.record(Sample.flow().key) == nil)
  }

  @Test func heldFlowStaysAfterItsEnd() {
    var store = FlowStore()
    let key = Sample.flow().key
    store.apply(Sample.snapshot(at: 0, [Sample.flow(bytes: 77)]), holding: [key])
    store.apply(Sample.snapshot(at: 60, []), holding: [key])
    store.apply(Sample.snapshot(at: 120, []), holding: [key])
    #expect(store.record(key)?.flow.origCounters?.bytes == 77)
  }

  @Test func interruptedDumpProvesNoAbsence() {
    var store = FlowStore()
    store.apply(Sample.snapshot(at: 0, [Sample.flow()]))
    store.apply(Sample.snapshot(at: 1, [], interrupted: true))
    #expect(store.records.first?.hasEnded == false)
    store.apply(Sample.snapshot(at: 2, []))
    #expect(store.records.first?.hasEnded == true)
  }

  @Test func recordingThatStartsOverForgetsThePast() {
    var store = FlowStore()
    store.apply(Sample.snapshot(at: 50, [Sample.flow(1)]))
    store.apply(Sample.snapshot(at: 0, [Sample.flow(2)]))
    #expect(store.records.map(\.flow.id) == [2])
  }

  @Test func lanesSharesAndUnknownsAddUp() {
    var store = FlowStore()
    func flows(_ bytes: UInt64) -> [Flow] {
      [
        Sample.flow(1, lane: .slow, bytes: bytes),
        Sample.flow(2, lane: .software, bytes: bytes * 3),
        Sample.flow(3, lane: .software, bytes: nil), Sample.flow(4, lane: .hardware, bytes: nil),
      ]
    }
    store.apply(Sample.snapshot(at: 0, flows(0)))
    store.apply(Sample.snapshot(at: 1, flows(1000)))
    #expect(store.totals[.slow].knownRate == 8000)
    #expect(store.totals[.software].rate == 24_000)
    #expect(store.totals[.software].unknown == 1)
    #expect(store.totals[.hardware].knownRate == nil)
    #expect(store.totals.share(of: .software) == 0.75)
    #expect(store.totals.share(of: .hardware) == nil)
  }

  @Test func storeAfterManyPollsEqualsTheLastPoll() {
    var generator = SeededGenerator(seed: 11)
    var store = FlowStore()
    for second in 0..<200 {
      let ids = (1...60).filter { _ in Bool.random(using: &generator) }
      let flows = ids.map { Sample.flow(UInt32($0 * 0x1000), bytes: UInt64(second)) }
      store.apply(Sample.snapshot(at: Double(second) * 2, flows.shuffled(using: &generator)))
      let alive = Set(store.records.filter { !$0.hasEnded }.map(\.flow))
      #expect(alive == Set(flows))
      for flow in flows { #expect(store.record(flow.key)?.flow == flow) }
      #expect(Set(store.records.map(\.key)).count == store.records.count)
    }
  }

  @Test func historyHasOneValueAColumnOldestFirst() {
    var store = FlowStore()
    for second in 0...60 {
      store.apply(
        Sample.snapshot(at: Double(second), [Sample.flow(bytes: UInt64(second * second) * 1000)]))
    }
    let rates = store.history.rates(.slow, columns: 10).compactMap { $0 }
    #expect(rates.count == 10)
    #expect(rates == rates.sorted())
    #expect(store.history.rates(.slow, columns: 0).isEmpty)
  }
}

import FlowModel
import Testing

@Suite struct PollChangesTests {
  private func flow(_ id: UInt32, _ status: Status = []) -> Flow {
    let orig = Tuple(
      source: Address(ipv4: 0x0a00_0001), destination: Address(ipv4: 0x0a00_0002),
      sourcePort: UInt16(truncatingIfNeeded: id), destinationPort: 80, family: .ipv4, l4: .tcp)
    return Flow(
      orig: orig, reply: orig.inverted, id: id, status: status.union([.confirmed, .seenReply]))
  }

  private func snapshot(_ second: UInt64, _ flows: [Flow], whole: Bool = true) -> Snapshot {
    Snapshot(
      number: second, time: second * 1_000_000_000, wallTime: second * 1_000_000_000,
      flows: flows, interrupted: !whole)
  }

  @Test func whatTheFirstPollFindsIsNotNew() {
    var store = FlowStore()
    store.apply(snapshot(1, [flow(1), flow(2)]))
    #expect(store.changes.beganCount == 0)
    store.apply(snapshot(2, [flow(1), flow(3)]))
    #expect(store.changes.began.map(\.key.id) == [3])
    #expect(store.changes.ended.map(\.key.id) == [2])
    store.apply(snapshot(3, [flow(1), flow(3)]))
    #expect(store.changes.beganCount == 0 && store.changes.endedCount == 0)
  }

  @Test func afterABrokenDumpNobodyKnowsWhatIsNew() {
    var store = FlowStore()
    store.apply(snapshot(1, [flow(1)], whole: false))
    store.apply(snapshot(2, [flow(1), flow(2)]))
    #expect(store.changes.beganCount == 0)
  }

  @Test func movesAreCountedByDirectionAndBackWithinTwoMinutes() {
    var store = FlowStore()
    for second: UInt64 in 1...6 {
      store.apply(snapshot(second, [flow(1, second % 2 == 0 ? .offload : [])]))
    }
    #expect(store.changes.faster == 1 && store.changes.fellBack == 0)
    #expect(store.changes.moves.map(\.recent) == [5])
    store.apply(snapshot(300, [flow(1)]))
    #expect(store.changes.fellBack == 1)
    #expect(store.changes.moves.map(\.recent) == [1])
  }

  @Test func ofManyTheFirstAreNamed() {
    var store = FlowStore()
    store.apply(snapshot(1, []))
    store.apply(snapshot(2, (0..<1000).map { flow($0) }))
    #expect(store.changes.beganCount == 1000)
    #expect(store.changes.began.count == PollChanges.mostSights)
    store.apply(snapshot(3, (0..<1000).map { flow($0, .offload) }))
    #expect(store.changes.faster == 1000)
    #expect(store.changes.moves.count == PollChanges.mostMoves)
  }
}

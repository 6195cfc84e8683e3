import FlowModel
import Testing

@Suite struct OrderTests {
  private func store() -> FlowStore {
    var store = FlowStore()
    var generator = SeededGenerator(seed: 3)
    let flows = (1...40).map { id in
      Sample.flow(
        UInt32(id), lane: Lane.allCases.randomElement(using: &generator) ?? .slow,
        bytes: id % 7 == 0 ? nil : UInt64.random(in: 0...5000, using: &generator),
        port: .random(in: 1...100, using: &generator))
    }
    store.apply(Sample.snapshot(at: 0, flows))
    store.apply(
      Sample.snapshot(
        at: 1,
        flows.map { flow in
          var flow = flow
          flow.origCounters?.bytes += UInt64(flow.id) * 10
          return flow
        }))
    return store
  }

  @Test(arguments: FlowColumn.allCases, [true, false])
  func everyColumnOrdersEveryFlowOnceAndAlwaysTheSame(column: FlowColumn, descending: Bool) {
    let store = store()
    let order = FlowOrder(column, descending: descending)
    var places = Array(store.records.indices)
    order.sort(&places, of: store.records, time: store.time, wallTime: store.wallTime)
    var again = places.reversed() as [Int]
    order.sort(&again, of: store.records, time: store.time, wallTime: store.wallTime)
    #expect(places == again)
    #expect(Set(places).count == store.records.count)
  }

  @Test func glanceShowsSlowFlowsFirstAndTheBusiestOfThemOnTop() {
    let store = store()
    var places = Array(store.records.indices)
    FlowOrder.glance.sort(&places, of: store.records, time: store.time, wallTime: store.wallTime)
    let lanes = places.map { store.records[$0].lane.rawValue }
    #expect(lanes == lanes.sorted())
    let slow = places.map { store.records[$0] }.filter { $0.lane == .slow }
    let rates = slow.map { $0.rates.total ?? 0 }
    #expect(rates == rates.sorted(by: >))
  }

  @Test func glanceShowsFirstWhatCouldBeFaster() {
    let store = store()
    // Every third flow is held back, whatever its lane: half of it may be on the slow path.
    let isHeldBack = { (place: Int) in store.records[place].flow.id % 3 == 0 }
    var places = Array(store.records.indices)
    FlowOrder.glance.sort(
      &places, of: store.records, time: store.time, wallTime: store.wallTime,
      rank: { ReasonRank(isHeldBack: isHeldBack($0), number: 1) })
    let held = places.prefix { isHeldBack($0) }
    #expect(held.count == 13)
    #expect(!places.dropFirst(13).contains { isHeldBack($0) })
    let lanes = places.dropFirst(13).map { store.records[$0].lane.rawValue }
    #expect(lanes == lanes.sorted())
    let rates = held.map { store.records[$0].rates.total ?? 0 }
    #expect(rates == rates.sorted(by: >))
  }

  @Test(arguments: [true, false])
  func theOrderByReasonGroupsThemAndPutsFlowsWithoutLast(descending: Bool) {
    let store = store()
    let number = { (place: Int) in UInt8(store.records[place].flow.id % 4) }
    var places = Array(store.records.indices)
    FlowOrder(.why, descending: descending).sort(
      &places, of: store.records, time: store.time, wallTime: store.wallTime,
      rank: { number($0) == 0 ? nil : ReasonRank(isHeldBack: false, number: number($0)) })
    let numbers = places.map(number)
    #expect(
      numbers.filter { $0 != 0 } == numbers.filter { $0 != 0 }.sorted(by: descending ? (>) : (<)))
    #expect(numbers.suffix(10).allSatisfy { $0 == 0 })
  }

  @Test(arguments: [true, false])
  func unknownRatesStandLastInEitherDirection(descending: Bool) {
    let store = store()
    var places = Array(store.records.indices)
    FlowOrder(.rate, descending: descending)
      .sort(&places, of: store.records, time: store.time, wallTime: store.wallTime)
    let unknown = places.map { store.records[$0].rates.total == nil }
    #expect(unknown == unknown.sorted { !$0 && $1 })
  }
}

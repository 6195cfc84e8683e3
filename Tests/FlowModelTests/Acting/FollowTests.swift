import FlowModel
import Testing

/// A flow whose entry is replaced goes on in the store.
@Suite struct FollowTests {
  private static func store(_ flow: Flow) -> FlowStore {
    var store = FlowStore()
    store.apply(Sample.snapshot(at: 0, [flow]))
    return store
  }

  private static func replaced(_ flow: Flow, id: UInt32, bytes: UInt64 = 0, lane: Lane = .slow)
    -> Flow
  { Sample.flow(id, lane: lane, bytes: bytes, port: flow.orig.sourcePort) }

  @Test func totalsAreCarriedOverToTheNewEntry() {
    let old = Sample.flow(1, lane: .software, bytes: 5000, reply: 700)
    var store = Self.store(old)
    let new = Self.replaced(old, id: 2)
    store.follow([(old, new)])
    #expect(store.records.count == 1)
    #expect(store.record(new.key)?.totalBytes == 5700)
    #expect(store.record(old.key) == nil)
    store.apply(Sample.snapshot(at: 1, [Self.replaced(old, id: 2, bytes: 300)]))
    #expect(store.record(new.key)?.totalBytes == 6000)
    #expect(store.record(new.key)?.origCounters?.packets == 2)
    #expect(store.record(new.key)?.moves.map(\.to) == [.software, .slow])
  }

  @Test func theFinalCountersOfTheOldEntryCount() {
    var old = Sample.flow(1, bytes: 5000)
    var store = Self.store(old)
    old.origCounters = Counters(packets: 9, bytes: 8000)
    let new = Self.replaced(old, id: 2)
    store.follow([(old, new)])
    #expect(store.record(new.key)?.totalBytes == 8000)
  }

  @Test func replacedTwiceEverythingStillCounts() {
    let first = Sample.flow(1, bytes: 1000)
    var store = Self.store(first)
    let second = Self.replaced(first, id: 2)
    store.follow([(first, second)])
    let full = Self.replaced(first, id: 2, bytes: 400)
    store.apply(Sample.snapshot(at: 1, [full]))
    let third = Self.replaced(first, id: 3)
    store.follow([(full, third)])
    #expect(store.record(third.key)?.totalBytes == 1400)
  }

  @Test func aPollThatSawTheNewEntryFirstMakesNoSecondRow() {
    let old = Sample.flow(1, lane: .hardware, bytes: 5000)
    var store = Self.store(old)
    let new = Self.replaced(old, id: 2, bytes: 10)
    store.apply(Sample.snapshot(at: 1, [new]))
    #expect(store.records.count == 2)
    store.follow([(old, new)])
    #expect(store.records.map(\.key) == [new.key])
    #expect(store.record(new.key)?.totalBytes == 5010)
    #expect(store.record(new.key)?.moves.map(\.to) == [.hardware, .slow])
    #expect(store.record(old.key) == nil)
  }

  @Test func anEntryThatKeptItsIdStartsNoNegativeRate() {
    let old = Sample.flow(1, bytes: 5000)
    var store = Self.store(old)
    let new = Self.replaced(old, id: 1, bytes: 0)
    store.follow([(old, new)])
    store.apply(Sample.snapshot(at: 1, [new]))
    store.apply(Sample.snapshot(at: 2, [Self.replaced(old, id: 1, bytes: 1000)]))
    #expect(store.record(new.key)?.totalBytes == 6000)
    #expect(store.record(new.key)?.rates.total == 8000)
  }

  @Test func whoIsNotKnownIsNotFollowed() {
    var store = Self.store(Sample.flow(1))
    store.follow([(Sample.flow(8, port: 8), Sample.flow(9, port: 8))])
    #expect(store.records.map(\.flow.id) == [1])
  }

  @Test func theAgeIsThatOfTheConnection() {
    var old = Sample.flow(1)
    old.start = 900 * Sample.second
    var store = Self.store(old)
    var new = Self.replaced(old, id: 2)
    new.start = 1000 * Sample.second
    store.follow([(old, new)])
    store.apply(Sample.snapshot(at: 10, [new]))
    let age = store.record(new.key)?.age(time: store.time, wallTime: store.wallTime)
    #expect(age?.nanoseconds == 110 * Sample.second)
  }
}

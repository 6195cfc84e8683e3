import FlowModel
import Testing

@Suite struct EndingsTests {
  private func end(_ store: inout FlowStore, _ flows: Flow...) { store.end(FlowBatch(flows)) }

  @Test func whatNoPollSawIsCountedOnceByItsLaneAtTheEnd() {
    var store = FlowStore()
    store.apply(Sample.snapshot(at: 0, []))
    var uncounted = Sample.flow(4)
    (uncounted.origCounters, uncounted.replyCounters) = (nil, nil)
    end(&store, Sample.flow(1, bytes: 100, reply: 11), Sample.flow(2, lane: .software, bytes: 7))
    end(&store, Sample.flow(3, lane: .hardware, bytes: 5), uncounted)
    #expect(store.changes.shortLived == ShortLived())
    store.apply(Sample.snapshot(at: 1, []))
    let all = store.changes.shortLived
    #expect(all.flows == 4 && all[.slow] == 2 && all[.software] == 1 && all[.hardware] == 1)
    #expect(all.counted == 3 && all.bytes == 123 && all.packets == 6)
    #expect((all + all).bytes == 246 && (all + all).flows == 8)
    #expect(store.changes.beganCount == 0 && store.changes.endedCount == 0)
    store.apply(Sample.snapshot(at: 2, []))
    #expect(store.changes.shortLived.flows == 0)
  }

  @Test func aKnownFlowGetsItsLastBytesAndEndsWithTheNextPoll() {
    var store = FlowStore()
    store.apply(Sample.snapshot(at: 0, [Sample.flow(lane: .software, bytes: 100)]))
    // The kernel's last word has a status of its own, and no lane any more.
    end(&store, Sample.flow(lane: .slow, bytes: 150, reply: 30))
    let key = Sample.flow().key
    #expect(store.record(key)?.totalBytes == 180)
    #expect(store.record(key)?.hasEnded == false && store.record(key)?.lane == .software)
    store.apply(Sample.snapshot(at: 1, []))
    #expect(store.changes.endedCount == 1 && store.changes.shortLived.flows == 0)
    #expect(store.record(key)?.hasEnded == true && store.record(key)?.totalBytes == 180)
  }

  @Test func theLastBytesCountAfterAPollHasMissedTheFlow() {
    var store = FlowStore()
    store.apply(Sample.snapshot(at: 0, [Sample.flow(bytes: 100)]))
    store.apply(Sample.snapshot(at: 1, []))
    end(&store, Sample.flow(bytes: 150))
    #expect(store.record(Sample.flow().key)?.totalBytes == 150)
    store.apply(Sample.snapshot(at: 2, []))
    #expect(store.changes.shortLived.flows == 0)
  }

  @Test func whatTheDumpThatRunsListsIsKnownWheneverItListsIt() {
    var store = FlowStore()
    store.apply(Sample.snapshot(at: 0, [Sample.flow(1, bytes: 100)]))
    let poll = Sample.snapshot(at: 1, [])
    store.begin(PollStart(poll))
    store.take(FlowBatch([Sample.flow(2, bytes: 10)]))
    end(&store, Sample.flow(1, bytes: 900), Sample.flow(2, bytes: 20), Sample.flow(3, bytes: 30))
    end(&store, Sample.flow(4, bytes: 40))
    store.take(FlowBatch([Sample.flow(1, bytes: 500), Sample.flow(3, bytes: 3)]))
    store.close(isWhole: true)
    store.settle(0..<store.records.count, holding: [])
    store.sumUp()
    _ = store.finish()
    #expect(store.changes.shortLived.flows == 1 && store.changes.shortLived.bytes == 40)
    #expect(store.records.map { $0.totalBytes }.sorted { $0! < $1! } == [20, 30, 900])
    // The rate is that of what the dump saw.
    #expect(store.record(Sample.flow(1).key)?.rates.orig == 3200)
    #expect(store.changes.endedCount == 0)
    store.apply(Sample.snapshot(at: 2, []))
    #expect(store.changes.endedCount == 3 && store.changes.shortLived.flows == 0)
  }

  @Test func endsOfAPollThatFailedCountWithTheNext() {
    var store = FlowStore()
    store.apply(Sample.snapshot(at: 0, []))
    store.begin(PollStart(Sample.snapshot(at: 1, [])))
    end(&store, Sample.flow(1, bytes: 5))
    store.apply(Sample.snapshot(at: 2, []))
    #expect(store.changes.shortLived.bytes == 5)
  }

  @Test func anEntryThatWasReplacedIsNoFlowThatEnded() {
    var store = FlowStore()
    store.apply(Sample.snapshot(at: 0, [Sample.flow(1, bytes: 100)]))
    var old = Sample.flow(1, bytes: 120)
    old.origCounters?.packets = 2
    store.follow([(old: old, new: Sample.flow(2, bytes: 0))])
    end(&store, Sample.flow(1, bytes: 120))
    store.apply(Sample.snapshot(at: 1, [Sample.flow(2, bytes: 10)]))
    #expect(store.changes.shortLived.flows == 0 && store.changes.endedCount == 0)
    // More than the last poll saw, when it was replaced.
    #expect(store.records.map(\.totalBytes) == [130])
    // The same once more is another one.
    end(&store, Sample.flow(1, bytes: 7))
    store.apply(Sample.snapshot(at: 2, [Sample.flow(2, bytes: 10)]))
    #expect(store.changes.shortLived.flows == 1)
  }

  @Test func beforeTheFirstPollAnEndIsNoNews() {
    var store = FlowStore()
    end(&store, Sample.flow(1, bytes: 5))
    store.apply(Sample.snapshot(at: 0, []))
    #expect(store.changes.shortLived.flows == 0)
  }

  @Test func aKeyThatTheKernelGaveAgainIsAnotherFlow() {
    var store = FlowStore()
    store.apply(Sample.snapshot(at: 0, [Sample.flow(bytes: 100)]))
    // The first ended without a word, as those older than we: fewer bytes are of another.
    end(&store, Sample.flow(bytes: 99))
    #expect(store.records.map(\.totalBytes) == [100])
    end(&store, Sample.flow(bytes: 110))
    end(&store, Sample.flow(bytes: 500), Sample.flow(bytes: 1))
    #expect(store.records.map(\.totalBytes) == [110])
    store.apply(Sample.snapshot(at: 1, [Sample.flow(bytes: 30)]))
    #expect(store.changes.shortLived.flows == 3 && store.changes.shortLived.bytes == 600)
    // A poll saw one more, which has an end of its own.
    end(&store, Sample.flow(bytes: 40))
    #expect(store.records.map(\.totalBytes) == [40])
    store.apply(Sample.snapshot(at: 2, []))
    #expect(store.changes.shortLived.flows == 0 && store.changes.endedCount == 1)
    end(&store, Sample.flow(bytes: 40))
    store.apply(Sample.snapshot(at: 3, []))
    #expect(store.changes.shortLived.flows == 1)
  }

  @Test func whatDoesNotFitIntoARecordGetsItsLastBytesToo() {
    func flow(_ bytes: UInt64) -> Flow {
      let orig = Tuple(
        source: Address(high: 1, low: 2), destination: Address(high: 3, low: 4), sourcePort: 5,
        destinationPort: 6, family: .ipv6, l4: .udp)
      var reply = orig.inverted
      reply.destination = Address(high: 7, low: 8)
      return Flow(
        orig: orig, reply: reply, id: 9, status: [.confirmed],
        origCounters: Counters(packets: 1, bytes: bytes),
        extras: FlowExtras(helper: "tftp", labels: nil, securityContext: nil, master: nil))
    }
    var store = FlowStore()
    store.apply(Sample.snapshot(at: 0, [flow(10)]))
    end(&store, flow(20))
    #expect(store.records.map(\.flow) == [flow(20)])
  }

  /// A kernel that tells each end, late, and a store that polls it by parts.
  @Test func howeverPollsAndEndsFallEachFlowIsCountedOnce() {
    var generator = SeededGenerator(seed: 5)
    var store = FlowStore()
    store.keepsEnded = .max
    var table: [Flow] = []
    var told: [Flow] = []
    var last: [FlowKey: UInt64] = [:]
    var seen: Set<FlowKey> = []
    var next: UInt32 = 1
    var short = ShortLived()
    var began = 0

    func live() {
      for _ in 0..<Int.random(in: 0...6, using: &generator) {
        table.append(Sample.flow(next, bytes: UInt64(next)))
        next += 1
      }
      for at in table.indices where Bool.random(using: &generator) {
        table[at].origCounters?.bytes += 1000
      }
      for _ in 0..<Int.random(in: 0...6, using: &generator) where !table.isEmpty {
        let flow = table.remove(at: .random(in: table.indices, using: &generator))
        last[flow.key] = flow.totalBytes
        told.append(flow)
      }
      let count = Int.random(in: 0...told.count, using: &generator)
      store.end(FlowBatch(Array(told.prefix(count))))
      told.removeFirst(count)
    }
    func take(_ flows: some Sequence<Flow>) {
      store.take(FlowBatch(Array(flows)))
      seen.formUnion(flows.map(\.key))
    }

    store.apply(Sample.snapshot(at: 0, []))
    for second in 1...400 {
      live()
      if second == 400 {
        store.end(FlowBatch(told))
        told = []
      }
      let poll = Sample.snapshot(at: Double(second), [])
      store.begin(PollStart(poll))
      take(table.filter { $0.id % 2 == 0 })
      if second < 399 { live() }
      take(table.filter { $0.id % 2 == 1 })
      store.close(isWhole: true)
      if second < 399 { live() }
      store.settle(0..<store.records.count, holding: [])
      store.sumUp()
      if second < 399 { live() }
      _ = store.finish()
      short = short + store.changes.shortLived
      began += store.changes.beganCount
    }
    let unseen = last.filter { !seen.contains($0.key) }
    #expect(unseen.count > 100 && seen.count > 100)
    #expect(short.flows == unseen.count)
    #expect(short.bytes == unseen.values.reduce(0, +))
    #expect(began == seen.count)
    for (key, bytes) in last where seen.contains(key) {
      #expect(store.record(key)?.totalBytes == bytes)
    }
  }
}

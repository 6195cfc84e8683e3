import FlowModel
import NetlinkWire
import Recording
import Testing

/// What is recorded plays back as it was.
@Suite struct RecorderTests {
  private static let second: UInt64 = 1_000_000_000
  private static let start: UInt64 = 1_700_000_000 * second

  private func record(
    _ router: RouterOnPaper, into recorder: inout Recorder, sequence: UInt32, at time: UInt64,
    machine: Machine = Machine(hostname: "gw1"), isWhole: Bool = true
  ) {
    recorder.beginPoll(machine: machine, at: time)
    let statistics = router.statistics(sequence: sequence + 3)
    recorder.take(
      statistics.span.bytes, answering: .statistics, sequence: sequence + 3, at: time)
    for datagram in router.linkDatagrams(sequence: sequence + 1) {
      recorder.take(datagram.span.bytes, answering: .links, sequence: sequence + 1, at: time)
    }
    for datagram in router.flowDatagrams(sequence: sequence).prefix(isWhole ? .max : 1) {
      recorder.take(datagram.span.bytes, answering: .flows, sequence: sequence, at: time + 1000)
    }
    if isWhole { recorder.endPoll(at: time + 2000) }
  }

  private func play(_ bytes: [UInt8]) throws -> [Snapshot] {
    var reader = CaptureReader()
    reader.feed(bytes)
    reader.finish()
    var player = Player()
    var snapshots: [Snapshot] = []
    while let frame = try reader.next() {
      if let snapshot = try player.next(frame, machine: reader.machine) {
        snapshots.append(snapshot)
      }
    }
    return snapshots
  }

  /// How a snapshot differs from the truth in more than the use count and two seconds of timeout.
  private func differences(_ snapshot: Snapshot, _ flows: [Flow]) -> [String] {
    var expected: [FlowKey: Flow] = [:]
    for flow in flows { expected[flow.key] = flow }
    var found: [String] = []
    for var flow in snapshot.flows {
      guard var twin = expected.removeValue(forKey: flow.key) else {
        found.append("not there: \(flow.id)")
        continue
      }
      let apart = Int64(flow.timeout ?? 0) - Int64(twin.timeout ?? 0)
      if (flow.timeout == nil) != (twin.timeout == nil) || abs(apart) > 2 {
        found.append("timeout of \(flow.id): \(apart)")
      }
      flow.timeout = nil
      twin.timeout = nil
      flow.use = nil
      twin.use = nil
      if flow != twin { found.append("\(flow) is not \(twin)") }
    }
    return found + expected.keys.map { "lost: \($0.id)" }
  }

  @Test(arguments: 0..<30 as Range<UInt64>)
  func everyPollPlaysBackAsItWas(_ seed: UInt64) throws {
    var router = RouterOnPaper(seed: seed)
    var recorder = Recorder(fullInterval: 20 * Self.second)
    var bytes: [UInt8] = []
    var truth: [RouterOnPaper] = []
    var time = Self.start
    for poll in 0..<50 as Range<UInt32> {
      record(router, into: &recorder, sequence: 1000 + poll * 10, at: time)
      bytes += recorder.drain()
      truth.append(router)
      let seconds = UInt32.random(in: 1...3, using: &router.generator)
      router.pass(seconds: seconds)
      time += UInt64(seconds) * Self.second
    }
    let snapshots = try play(bytes)
    #expect(snapshots.count == truth.count)
    for (snapshot, router) in zip(snapshots, truth) {
      #expect(differences(snapshot, router.flows) == [])
      #expect(snapshot.links == router.links)
      #expect(snapshot.entries == UInt32(router.flows.count))
      #expect(snapshot.maxEntries == 262144)
      #expect(snapshot.malformedExample == nil && !snapshot.interrupted)
      #expect(snapshot.machine.hostname == "gw1")
      #expect(snapshot.duration == 2000)
    }
  }

  @Test func aPollInWhichNothingHappensTakesNextToNothing() {
    let router = RouterOnPaper(seed: 1)
    var recorder = Recorder()
    record(router, into: &recorder, sequence: 1, at: Self.start)
    let full = recorder.drain().count
    record(router, into: &recorder, sequence: 10, at: Self.start + Self.second)
    let quiet = recorder.drain().count
    #expect(full > 3000)
    #expect(quiet < 300)
  }

  @Test func everyMinuteEverythingIsWrittenAgain() throws {
    var router = RouterOnPaper(seed: 1)
    for i in router.flows.indices { router.flows[i].timeout = nil }
    var recorder = Recorder()
    var sizes: [Int] = []
    for poll in 0..<130 as Range<UInt32> {
      record(
        router, into: &recorder, sequence: poll * 10, at: Self.start + UInt64(poll) * Self.second)
      sizes.append(recorder.drain().count)
    }
    let isFull = sizes.map { $0 > 3000 }
    #expect(isFull.indices.filter { isFull[$0] } == [0, 60, 120])
  }

  @Test func anEmptyTableIsASnapshotWithoutFlows() throws {
    var router = RouterOnPaper(seed: 1)
    var recorder = Recorder()
    router.flows = []
    record(router, into: &recorder, sequence: 1, at: Self.start)
    record(router, into: &recorder, sequence: 10, at: Self.start + Self.second)
    let snapshots = try play(recorder.drain())
    #expect(snapshots.map(\.flows.count) == [0, 0])
    #expect(snapshots.map(\.flowtables) == [nil, nil])
  }

  @Test func aPollThatFailedIsMadeGoodByTheNext() throws {
    var router = RouterOnPaper(seed: 5)
    var recorder = Recorder()
    record(router, into: &recorder, sequence: 1, at: Self.start, isWhole: false)
    router.pass(seconds: 1)
    record(router, into: &recorder, sequence: 10, at: Self.start + Self.second)
    router.pass(seconds: 1)
    record(router, into: &recorder, sequence: 20, at: Self.start + 2 * Self.second)
    let snapshots = try play(recorder.drain())
    #expect(snapshots.count == 2)
    #expect(try differences(#require(snapshots.last), router.flows) == [])
  }

  @Test func aChangedSettingBeginsASectionAndAFullPoll() throws {
    let router = RouterOnPaper(seed: 5)
    var recorder = Recorder()
    record(router, into: &recorder, sequence: 1, at: Self.start)
    let first = recorder.drain()
    let changed = Machine(hostname: "gw1", sysctls: ["net.netfilter.nf_conntrack_acct": "1"])
    record(
      router, into: &recorder, sequence: 10, at: Self.start + Self.second, machine: changed)
    let second = recorder.drain()
    // The second part alone is a whole recording.
    #expect(try play(second).first?.machine == changed)
    #expect(try play(second).first?.flows.count == router.flows.count)
    #expect(try play(first + second).count == 2)
  }

  @Test func noPrefixAndNoChangedByteOfARecordingTraps() throws {
    var router = RouterOnPaper(seed: 9)
    router.flows = Array(router.flows.prefix(3))
    var recorder = Recorder()
    record(router, into: &recorder, sequence: 1, at: Self.start)
    router.flows[0].mark = 7
    router.flows.removeLast()
    record(router, into: &recorder, sequence: 10, at: Self.start + Self.second)
    let bytes = recorder.drain()
    #expect(try play(bytes).count == 2)
    for i in bytes.indices {
      if i > 3 { _ = try play(Array(bytes[..<i])) }
      var changed = bytes
      changed[i] ^= 0xff
      _ = try? play(changed)
      changed[i] = bytes[i] ^ 1
      _ = try? play(changed)
    }
  }
}

import FlowModel
import NetlinkWire
import Testing

@testable import Netfilter

/// What the real kernel tells of ends, in namespaces that nobody else looks into.
@Suite(.enabled(if: OwnNamespace.isPossible, OwnNamespace.condition))
struct ConntrackEventsTests {
  private static func listen(
    _ limits: ConntrackEvents.Limits, _ body: (EventReports) throws -> Void
  ) throws {
    let reports = EventReports()
    let events = try ConntrackEvents(limits) { reports.take($0) }
    events.start()
    try reports.wait { !$0.watches.isEmpty }
    #expect(reports.now.watches == [.listening])
    try body(reports)
    // Until here, or it would end with its last use.
    withExtendedLifetime(events) {}
  }

  private static var limits: ConntrackEvents.Limits {
    var limits = ConntrackEvents.Limits()
    limits.rest = 1_000_000
    limits.gathering = 0
    return limits
  }

  private static func flow(_ port: Int) -> Flow {
    var flow = Sample.flow(.udp, .ipv4)
    flow.timeout = 600
    flow.orig.sourcePort = UInt16(port)
    flow.reply = flow.orig.inverted
    return flow
  }

  /// Creates entries, and deletes all that there are.
  private static func flood(_ ports: ClosedRange<Int>) throws {
    for port in ports { try OwnNamespace.create(flow(port)) }
    for flow in try OwnNamespace.flows() { _ = try DeleteRequest(for: flow, sequence: 1).send() }
  }

  @Test func aFlowBetweenTwoPollsIsToldWithWhatItCarried() throws {
    try OwnNamespace.run {
      try Self.listen(Self.limits) { reports in
        var store = FlowStore()
        let source = try KernelSource()
        store.apply(try source.poll())
        try LoopTraffic().send(5, of: 100)
        let flow = try #require(try OwnNamespace.flows().first { $0.l4 == .udp })
        #expect(try DeleteRequest(for: flow, sequence: 1).send() == .deleted)
        try reports.wait { !$0.ended.isEmpty }
        let told = reports.now
        #expect(told.ended.map(\.key) == [flow.key])
        #expect(told.ended[0].origCounters == Counters(packets: 5, bytes: 640))
        #expect(told.ended[0].reply == flow.reply)
        #expect(told.lost == 0 && told.malformed == 0)

        store.end(FlowBatch(told.ended))
        store.apply(try source.poll())
        #expect(store.changes.shortLived.flows == 1 && store.changes.shortLived.bytes == 640)
        #expect(store.records.isEmpty)
      }
    }
  }

  @Test func aFlowThatPollsSawGetsWhatItCarriedSince() throws {
    try OwnNamespace.run {
      try Self.listen(Self.limits) { reports in
        var store = FlowStore()
        let source = try KernelSource()
        let traffic = try LoopTraffic()
        traffic.send(1, of: 100)
        store.apply(try source.poll())
        let flow = try #require(store.records.first { $0.flow.l4 == .udp }?.flow)
        traffic.send(2, of: 200)
        #expect(try DeleteRequest(for: flow, sequence: 1).send() == .deleted)
        try reports.wait { !$0.ended.isEmpty }
        store.end(FlowBatch(reports.now.ended))
        #expect(store.record(flow.key)?.totalBytes == 128 + 2 * 228)
        store.apply(try source.poll())
        #expect(store.changes.endedCount == 1 && store.changes.shortLived.flows == 0)
        #expect(store.record(flow.key)?.totalBytes == 128 + 2 * 228)
      }
    }
  }

  @Test func everyKindOfFlowIsToldAsADumpListedIt() throws {
    try OwnNamespace.run {
      try Self.listen(Self.limits) { reports in
        for var flow in Sample.all {
          flow.timeout = 600
          try OwnNamespace.create(flow)
        }
        let flows = try OwnNamespace.flows()
        for flow in flows { _ = try DeleteRequest(for: flow, sequence: 1).send() }
        try reports.wait { $0.ended.count >= flows.count }
        #expect(Set(reports.now.ended.map(\.key)) == Set(flows.map(\.key)))
        #expect(reports.now.malformed == 0)
      }
    }
  }

  @Test func whatFindsNoRoomIsCountedAsLostAndItGoesOn() throws {
    try OwnNamespace.run {
      var limits = Self.limits
      limits.receiveBuffer = 1
      limits.rest = 20_000_000
      try Self.listen(limits) { reports in
        try Self.flood(1...300)
        try reports.wait { $0.lost > 0 }
        // Some are told between two losses; then all is as before.
        var port = 1000
        repeat {
          port += 1
          try Self.flood(port...port)
        } while port < 1100
          && !reports.waits(200) { [port] in
            $0.ended.contains { $0.orig.sourcePort == UInt16(port) }
          }
        #expect(port < 1100)
        #expect(reports.now.ended.count < 300 && reports.now.watches == [.listening])
      }
    }
  }

  @Test func tooManyTurnItOffForAWhile() throws {
    try OwnNamespace.run {
      var limits = Self.limits
      limits.rate = 50
      limits.pause = 1
      try Self.listen(limits) { reports in
        try Self.flood(1...200)
        try reports.wait { $0.watches.contains(.tooMany(50, pause: 1)) }
        let before = reports.now
        #expect((51...200).contains(before.ended.count) && before.lost == 0)
        try reports.wait { $0.watches.count >= 3 }
        #expect(reports.now.watches == [.listening, .tooMany(50, pause: 1), .listening])
        #expect(reports.now.ended.count == before.ended.count)
        try Self.flood(777...777)
        try reports.wait { $0.ended.contains { $0.orig.sourcePort == 777 } }
        #expect(reports.now.ended.count == before.ended.count + 1)
      }
    }
  }

  @Test func aStoppedOneTellsNothing() throws {
    try OwnNamespace.run {
      let reports = EventReports()
      let events = try ConntrackEvents(Self.limits) { reports.take($0) }
      events.start()
      try reports.wait { !$0.watches.isEmpty }
      events.stop()
      try reports.wait { $0.watches.contains(.off) }
      try Self.flood(1...5)
      let isHeard = reports.waits(100) { !$0.ended.isEmpty }
      #expect(!isHeard, "\(reports.now)")
    }
  }

  @Test func aBrokenMessageIsCountedAndTheOthersCount() {
    let good = Self.flow(1).obituary(sequence: 0)
    var broken = good
    // The length of CTA_TUPLE_ORIG, after both headers.
    broken[20] = 0xff
    for bytes in [good + broken + good, broken + good + good, good + good + broken] {
      var (flows, malformed) = ([PackedEntry](), 0)
      EventSocket.decode(bytes.span.bytes, &flows, &malformed)
      #expect(flows.count == 2 && malformed == 1)
    }
  }
}

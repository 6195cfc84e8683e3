import FlowModel
import Testing

/// A flow is the same when it comes out of the few octets that the store keeps it in.
@Suite struct PackedFlowTests {
  private func address(_ family: Family, _ generator: inout SeededGenerator) -> Address {
    family == .ipv4
      ? Address(ipv4: .random(in: 0 ... .max, using: &generator))
      : Address(
        high: .random(in: 0 ... .max, using: &generator),
        low: .random(in: 0 ... .max, using: &generator))
  }

  private func tuple(_ generator: inout SeededGenerator) -> Tuple {
    let family: Family = Bool.random(using: &generator) ? .ipv4 : .ipv6
    return Tuple(
      source: address(family, &generator), destination: address(family, &generator),
      sourcePort: .random(in: 0 ... .max, using: &generator),
      destinationPort: .random(in: 0 ... .max, using: &generator), family: family,
      l4: [.tcp, .udp, .icmp, .icmpv6, .gre].randomElement(using: &generator) ?? .tcp)
  }

  private func maybe<Value>(
    _ generator: inout SeededGenerator, _ make: (inout SeededGenerator) -> Value
  ) -> Value? {
    Bool.random(using: &generator) ? make(&generator) : nil
  }

  private func flow(_ generator: inout SeededGenerator) -> Flow {
    func number(_ generator: inout SeededGenerator) -> UInt32 {
      .random(in: 0 ... .max, using: &generator)
    }
    func counters(_ generator: inout SeededGenerator) -> Counters {
      Counters(
        packets: .random(in: 0 ... .max, using: &generator),
        bytes: .random(in: 0 ... .max, using: &generator))
    }
    let orig = tuple(&generator)
    var reply = orig.inverted
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: reply.destination = address(orig.family, &generator)
    case 1: reply.sourcePort &+= 1
    case 2: reply = tuple(&generator)
    default: break
    }
    var flow = Flow(
      orig: orig, reply: reply, id: number(&generator),
      status: Status(rawValue: number(&generator)),
      zone: Zone(
        id: .random(in: 0...3, using: &generator),
        direction: [.both, .orig, .reply].randomElement(using: &generator) ?? .both),
      state: maybe(&generator) {
        ConnectionState(
          l4: Bool.random(using: &$0) ? orig.l4 : .tcp, rawValue: .random(in: 0...12, using: &$0))
      }, timeout: maybe(&generator, number), mark: maybe(&generator, number),
      use: maybe(&generator) { .random(in: 0...70_000, using: &$0) },
      origCounters: maybe(&generator, counters), replyCounters: maybe(&generator, counters),
      start: maybe(&generator) { .random(in: 0 ... .max, using: &$0) },
      extras: Int.random(in: 0..<8, using: &generator) == 0 ? FlowExtras(helper: "ftp") : nil)
    flow.tcpFlags = maybe(&generator) {
      TCPFlags(orig: .random(in: 0...255, using: &$0), reply: .random(in: 0...255, using: &$0))
    }
    return flow
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func whatGoesInComesOut(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let flows = (0..<500).map { _ in flow(&generator) }
    #expect(FlowBatch(flows).flows == flows)
  }

  /// Through the store, over several polls in another order, with flows that come and go.
  @Test(arguments: 0..<5 as Range<UInt64>)
  func theStoreHoldsWhatThePollsSaw(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var all = (0..<400).map { _ in flow(&generator) }
    var store = FlowStore()
    store.keepsEnded = 0
    for second in 0..<30 {
      for at in all.indices where Bool.random(using: &generator) {
        all[at].origCounters = Counters(packets: 1, bytes: .random(in: 0...999, using: &generator))
        all[at].extras = Bool.random(using: &generator) ? nil : FlowExtras(helper: "sip")
      }
      let seen = all.filter { _ in Int.random(in: 0..<5, using: &generator) > 0 }
      store.apply(Sample.snapshot(at: Double(second), seen.shuffled(using: &generator)))
      #expect(store.records.count == seen.count)
      for flow in seen {
        #expect(store.record(flow.key)?.flow == flow)
        #expect(store.place(of: flow.key).map { store.records.key(at: $0) } == flow.key)
      }
    }
  }
}

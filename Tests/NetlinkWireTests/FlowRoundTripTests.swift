import FlowModel
import NetlinkWire
import Testing

@Suite struct FlowRoundTripTests {
  @Test func aFlowThatIsEncodedDecodesToItself() throws {
    let orig = Tuple(
      source: Address(ipv4: 0x0a00_0001), destination: Address(ipv4: 0x0a00_0002),
      sourcePort: 40000, destinationPort: 443, family: .ipv4, l4: .tcp)
    let flow = Flow(
      orig: orig, reply: orig.inverted, id: 0xdead_beef, status: [.assured, .offload],
      zone: Zone(id: 7, direction: .orig), state: ConnectionState(l4: .tcp, rawValue: 3),
      timeout: 120, mark: 1, use: 2, origCounters: Counters(packets: 1, bytes: 2),
      replyCounters: Counters(packets: 3, bytes: 4), start: 1_700_000_000_000_000_000,
      extras: FlowExtras(
        helper: "ftp", labels: Array(0..<16), securityContext: "u:r:t", master: orig))
    let bytes = flow.announcement(sequence: 9)
    var dump = FlowDump(expecting: 9)
    #expect(try dump.consume(bytes.span.bytes) == false)
    #expect(dump.malformedExample == nil)
    #expect(dump.flows == [flow])
  }
}

import FlowModel
import NetlinkWire
import Testing

@Suite struct FlowRoundTripTests {
  @Test(arguments: 0..<20 as Range<UInt64>)
  func aFlowThatIsEncodedDecodesToItself(_ seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    for _ in 0..<200 {
      let flow = Flow.random(using: &generator)
      let bytes = flow.announcement(sequence: 9)
      var dump = FlowDump(expecting: 9)
      #expect(try dump.consume(bytes.span.bytes) == false)
      #expect(dump.malformedExample == nil)
      #expect(dump.flows == [flow])
    }
  }

  @Test func anObituaryKeepsWhatIdentifiesTheFlow() throws {
    var generator = SeededGenerator(state: 3)
    for _ in 0..<200 {
      let flow = Flow.random(using: &generator)
      let bytes = flow.obituary(sequence: 1)
      var cursor = MessageCursor()
      let message = try #require(try cursor.next(in: bytes.span.bytes))
      #expect(message.type == MessageType.flowGone)
      // An event: as a request, it would delete.
      #expect(message.flags == 0)
      let gone = try Flow(decoding: bytes.span.bytes, message)
      #expect(gone.key == flow.key)
      #expect(gone.reply == flow.reply && gone.status == flow.status)
    }
  }

  @Test func messagesOfAnotherSequenceArePassedOver() throws {
    var generator = SeededGenerator(state: 4)
    let flows = (0..<4).map { _ in Flow.random(using: &generator) }
    let datagram = flows.enumerated().flatMap { $1.announcement(sequence: UInt32($0 % 2)) }
    var dump = FlowDump(expecting: 1)
    _ = try dump.consume(datagram.span.bytes)
    #expect(dump.flows == [flows[1], flows[3]])
  }
}

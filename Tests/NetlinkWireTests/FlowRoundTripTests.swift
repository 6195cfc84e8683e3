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

  /// Both ways to decode an entry tell the same, and most entries take the quick one.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func theQuickWayTellsWhatTheOtherTells(_ seed: UInt64) throws {
    var generator = SeededGenerator(state: seed &+ 1000)
    for _ in 0..<200 {
      let flow = Flow.random(using: &generator)
      var bytes = flow.announcement(sequence: 9)
      // Whole, and with an octet changed.
      for round in 0..<3 {
        if round > 0 {
          bytes[Int.random(in: 16..<bytes.count, using: &generator)] = .random(
            in: 0...255, using: &generator)
        }
        var dump = FlowDump(expecting: 9)
        _ = try dump.consume(bytes.span.bytes)
        var batch = BatchDump(expecting: 9, capacity: 1)
        _ = try batch.consume(bytes.span.bytes)
        #expect(batch.malformedExample == dump.malformedExample)
        #expect((batch.takeBatch()?.flows ?? []) == dump.flows)
      }
    }
  }

  @Test(arguments: Fixture.folders)
  func entriesOfKernelsTakeTheQuickWay(_ folder: String) throws {
    let bytes = try Fixture.bytes("\(folder)/flows.bin")
    var cursor = MessageCursor()
    var quick = 0
    while let message = try cursor.next(in: bytes.span.bytes) {
      guard message.type == MessageType.flow else { continue }
      let flow = try Flow(decoding: bytes.span.bytes, message)
      guard let packed = PackedEntry.quickly(bytes.span.bytes, message) else {
        // A helper, a zone of one direction, another protocol's state, IPv6 that is translated.
        #expect(
          flow.extras != nil || flow.zone.direction != .both || flow.l4 != .tcp && flow.state != nil
            || flow.orig.family == .ipv6 && flow.isTranslated)
        continue
      }
      #expect(PackedEntry(packed).flow == flow)
      quick += 1
    }
    #expect(quick > 0)
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

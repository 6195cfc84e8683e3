import FlowModel
import NetlinkWire
import Testing

@Suite struct AnswerTests {
  /// A message in this machine's byte order.
  private func message(_ type: UInt16, flags: UInt16, _ payload: [UInt8]) -> [UInt8] {
    let length = UInt32(16 + payload.count)
    return words(length) + [UInt8(type & 0xff), UInt8(type >> 8)]
      + [UInt8(flags & 0xff), UInt8(flags >> 8)] + words(1) + words(0) + payload
  }

  private func words(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
  }

  private func number(_ value: Int32) -> [UInt8] { words(UInt32(bitPattern: value)) }

  private func failure(_ datagram: [UInt8]) -> NetlinkFailure? {
    var dump = FlowDump(expecting: 1)
    do throws(NetlinkFailure) {
      _ = try dump.consume(datagram.span.bytes)
      return nil
    } catch {
      return error
    }
  }

  /// NLMSGERR_ATTR_MSG with "no such table".
  private let words: [UInt8] = [18, 0, 1, 0] + Array("no such table".utf8) + [0, 0, 0]

  @Test func anErrorIsThrownWithItsNumber() {
    let request = Request.flows.bytes(sequence: 1)
    #expect(
      failure(message(2, flags: 0, number(-1) + request))
        == .refused(NetlinkAnswer(errno: 1, message: nil)))
  }

  @Test func theKernelsWordsAreRead() {
    let request = Request.flows.bytes(sequence: 1)
    let expected = NetlinkFailure.refused(NetlinkAnswer(errno: 2, message: "no such table"))
    #expect(failure(message(2, flags: 0x200, number(-2) + request + words)) == expected)
    #expect(
      failure(message(2, flags: 0x300, number(-2) + request.prefix(16) + words)) == expected)
    #expect(failure(message(3, flags: 0x202, number(-2) + words)) == expected)
  }

  @Test func garbledWordsLeaveTheNumber() {
    let garbled = number(-2) + [UInt8](repeating: 0xff, count: 24)
    #expect(
      failure(message(2, flags: 0x200, garbled)) == .refused(NetlinkAnswer(errno: 2, message: nil)))
  }

  @Test func anAcknowledgementAndADoneEndTheAnswer() throws {
    for datagram in [
      message(2, flags: 0, number(0) + Request.flows.bytes(sequence: 1)),
      message(3, flags: 2, number(0)), message(3, flags: 2, []),
    ] {
      var dump = FlowDump(expecting: 1)
      #expect(try dump.consume(datagram.span.bytes))
    }
  }

  @Test func anAnswerThatCannotBeReadEndsTheDumpAndIsCounted() throws {
    var dump = FlowDump(expecting: 1)
    let datagram = message(2, flags: 0, [1])
    #expect(try dump.consume(datagram.span.bytes))
    #expect(dump.malformed == 1)
  }

  @Test func anOverrunIsNamed() {
    #expect(failure(message(4, flags: 0, [])) == .overrun)
  }

  @Test func anInterruptedDumpSaysSo() throws {
    var dump = FlowDump(expecting: 1)
    let datagram = message(3, flags: 0x12, number(0))
    #expect(try dump.consume(datagram.span.bytes))
    #expect(dump.interrupted)
  }

  @Test(arguments: Request.plain)
  func aRequestNamesItselfAndChangesNothing(_ request: Request) throws {
    let bytes = request.bytes(sequence: 77)
    var cursor = MessageCursor()
    let message = try #require(try cursor.next(in: bytes.span.bytes))
    #expect(message.length == bytes.count)
    #expect(message.sequence == 77)
    #expect(message.type == request.messageType)
    #expect(message.flags == (!request.isDump ? 0x001 : 0x301))
  }
}

import FlowModel
import Glibc
import NetlinkWire
import Testing

@Suite struct OracleTests {
  static let folders = ["6.1-namespace", "6.1-lanes", "6.18-namespace"]

  /// The bytes of a fixture of the decoder's tests.
  private func bytes(_ folder: String) throws -> [UInt8] {
    let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    let path = "/\(tests)/NetlinkWireTests/Fixtures/\(folder)/flows.bin"
    let file = try #require(fopen(path, "r"), "cannot open \(path)")
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes[..<count])
  }

  @Test(arguments: folders)
  func everyEntryIsReadAsLibnetfilterConntrackReadsIt(folder: String) throws {
    let bytes = try bytes(folder)
    let datagram = bytes.span.bytes
    var cursor = MessageCursor()
    var compared = 0
    while let message = try cursor.next(in: datagram) {
      guard message.type == MessageType.flow else { continue }
      let flow = try Flow(decoding: datagram, message)
      let oracle = try OracleEntry(Array(bytes[message.range]))
      var expected = oracle.flow
      if flow.l4.isICMP {
        // The library does not tell the type of the answer: the kernel's own table does.
        let answer: [UInt8: UInt8] = [8: 0, 128: 129]
        let type = try #require(answer[flow.orig.icmpType])
        expected.reply.destinationPort = UInt16(type) << 8
      }
      #expect(flow == expected)
      compared += 1
    }
    #expect(compared > 0)
  }
}

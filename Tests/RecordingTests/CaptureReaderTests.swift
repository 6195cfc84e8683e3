import FlowModel
import NetlinkWire
import Recording
import Testing

@Suite struct CaptureReaderTests {
  @Test func aFrameThatIsWrittenReadsBack() throws {
    var writer = PcapngWriter()
    let machine = Machine(hostname: "gw1", namespace: "rtr", kernel: "6.1", sysctls: ["net.a": "1"])
    writer.begin(machine: machine)
    let frame = Frame(
      time: 1_700_000_000_123_456_789, family: 12, isToKernel: true, datagram: [1, 2, 3])
    writer.write(frame)
    var reader = CaptureReader()
    reader.feed(writer.drain())
    reader.finish()
    #expect(try reader.next() == frame)
    #expect(try reader.next() == nil)
    #expect(reader.machine == machine)
    #expect(!reader.wasCutShort)
  }
}

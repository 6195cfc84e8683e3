import FlowModel
import NetlinkWire
import Recording
import Testing

@Suite struct CaptureReaderTests {
  /// Everything that a capture holds, and how it ended.
  private func read(
    _ bytes: [UInt8], piece: Int = .max
  ) throws -> (frames: [Frame], reader: CaptureReader) {
    var reader = CaptureReader()
    var frames: [Frame] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      reader.feed(Array(rest.prefix(piece)))
      rest = rest.dropFirst(piece)
      while let frame = try reader.next() { frames.append(frame) }
    }
    reader.finish()
    while let frame = try reader.next() { frames.append(frame) }
    return (frames, reader)
  }

  private func error(_ bytes: [UInt8]) -> RecordingError? {
    do {
      _ = try read(bytes)
      return nil
    } catch {
      return error as? RecordingError
    }
  }

  private let machine = Machine(
    hostname: "gw1", namespace: "rtr", kernel: "6.1.0",
    sysctls: ["net.netfilter.nf_conntrack_acct": "1", "net.ipv4.ip_forward": "0"])

  private var recording: (bytes: [UInt8], frames: [Frame]) {
    var writer = PcapngWriter()
    writer.begin(machine: machine)
    let frames: [Frame] = [UInt8(0), 1, 2, 3].map { (i: UInt8) -> Frame in
      let family: UInt16 = i % 2 == 0 ? 12 : 0
      let time: UInt64 = 1_700_000_000_123_456_789 + UInt64(i)
      return Frame(
        time: time, family: family, isToKernel: i == 1, datagram: Array(0...(i * 5)))
    }
    for frame in frames { writer.write(frame) }
    return (writer.drain(), frames)
  }

  @Test func whatIsWrittenReadsBack() throws {
    let (bytes, frames) = recording
    let found = try read(bytes)
    #expect(found.frames == frames)
    #expect(found.reader.machine == machine)
    #expect(!found.reader.wasCutShort)
  }

  @Test func itArrivesInPiecesOfAnySize() throws {
    let (bytes, frames) = recording
    for piece in 1...40 { #expect(try read(bytes, piece: piece).frames == frames) }
  }

  @Test func aFileCutShortYieldsItsWholeBlocksAndSaysSo() throws {
    let (bytes, frames) = recording
    for length in 4..<bytes.count {
      let found = try read(Array(bytes[..<length]))
      #expect(found.frames == Array(frames.prefix(found.frames.count)))
      #expect(found.frames.count < frames.count)
    }
    #expect(try read(Array(bytes.dropLast())).reader.wasCutShort)
    #expect(try read(Array(bytes.dropLast())).frames.count == frames.count - 1)
  }

  @Test func aNewSectionTellsOfAChangedMachine() throws {
    var writer = PcapngWriter()
    writer.begin(machine: machine)
    var other = machine
    other.sysctls["net.ipv4.ip_forward"] = "1"
    writer.begin(machine: other)
    writer.write(Frame(time: 1, family: 12, isToKernel: false, datagram: []))
    let found = try read(writer.drain())
    #expect(found.reader.machine == other)
    #expect(found.frames.count == 1)
  }

  @Test(arguments: [false, true])
  func everyPacketBlockOfBothByteOrdersIsRead(_ isBigEndian: Bool) throws {
    var capture = CaptureBytes(isBigEndian: isBigEndian)
    capture.section()
    capture.interface()
    capture.block(0xbad) { $0.bytes += [1, 2, 3] }
    capture.enhancedPacket(ticks: 1_000_001, CaptureBytes.packet([1, 2, 3]))
    capture.block(4) { _ in }
    capture.oldPacket(ticks: 2_000_002, CaptureBytes.packet(family: 0, [4]))
    capture.simplePacket(CaptureBytes.packet(direction: 7, [5, 6, 7, 8]))
    let found = try read(capture.bytes).frames
    #expect(
      found == [
        Frame(time: 1_000_001_000, family: 12, isToKernel: false, datagram: [1, 2, 3]),
        Frame(time: 2_000_002_000, family: 0, isToKernel: false, datagram: [4]),
        Frame(time: 2_000_002_000, family: 12, isToKernel: true, datagram: [5, 6, 7, 8]),
      ])
  }

  @Test(
    arguments: [
      (nil, nil, 1_500_000, 1_500_000_000), (9, nil, 1_500_000_001, 1_500_000_001),
      (0, nil, 3, 3_000_000_000), (3, 10, 1500, 11_500_000_000),
      (12, nil, 1_500_000_000_999, 1_500_000_000), (0x80 | 10, nil, 1536, 1_500_000_000),
      (6, -1, 1_500_000, 500_000_000), (0x80 | 127, nil, .max, 0), (6, -9, 1, 0),
      (0, nil, .max, .max), (19, nil, .max, 1_844_674_407), (9, .max, 5, .max),
    ] as [(UInt8?, Int64?, UInt64, UInt64)])
  func timestampsAreNanosecondsInEveryResolution(
    resolution: UInt8?, offset: Int64?, ticks: UInt64, expected: UInt64
  ) throws {
    var capture = CaptureBytes(isBigEndian: false)
    capture.section()
    capture.interface(resolution: resolution, offset: offset)
    capture.enhancedPacket(ticks: ticks, CaptureBytes.packet([]))
    #expect(try read(capture.bytes).frames.first?.time == expected)
  }

  @Test(arguments: [false, true], [0xa1b2_c3d4, 0xa1b2_3c4d] as [UInt32])
  func pcapOfBothByteOrdersAndResolutionsIsRead(_ isBigEndian: Bool, magic: UInt32) throws {
    var capture = CaptureBytes(isBigEndian: isBigEndian)
    capture.pcapHeader(magic: magic)
    capture.pcapRecord(seconds: 5, fraction: 7, CaptureBytes.packet([9]))
    capture.pcapRecord(seconds: 6, fraction: 8, CaptureBytes.packet([10]))
    let unit: UInt64 = magic == 0xa1b2_c3d4 ? 1000 : 1
    for piece in 1...50 {
      let found = try read(capture.bytes, piece: piece)
      #expect(found.frames.map(\.time) == [5_000_000_000 + 7 * unit, 6_000_000_000 + 8 * unit])
      #expect(found.frames.map(\.datagram) == [[9], [10]])
      #expect(!found.reader.wasCutShort)
    }
    #expect(try read(capture.bytes.dropLast()).reader.wasCutShort)
  }

  @Test func anotherLinkTypeIsRefusedInASentence() {
    var pcap = CaptureBytes(isBigEndian: false)
    pcap.pcapHeader(magic: 0xa1b2_c3d4, linkType: 1)
    #expect(error(pcap.bytes) == .linkType(1))
    var pcapng = CaptureBytes(isBigEndian: true)
    pcapng.section()
    pcapng.interface(linkType: 113)
    pcapng.enhancedPacket(ticks: 0, [1, 2, 3, 4])
    #expect(error(pcapng.bytes) == .linkType(113))
    #expect(
      error(pcapng.bytes)?.description
        == "This capture has link type 113, not netlink (253): capture on an nlmon device.")
  }

  @Test func packetsOfOtherInterfacesBesideNetlinkArePassedOver() throws {
    var capture = CaptureBytes(isBigEndian: false)
    capture.section()
    capture.interface(linkType: 1)
    capture.interface()
    capture.enhancedPacket(ticks: 0, [1, 2, 3, 4], interface: 0)
    capture.enhancedPacket(ticks: 0, CaptureBytes.packet([1]), interface: 1)
    #expect(try read(capture.bytes).frames.map(\.datagram) == [[1]])
  }

  @Test func hostileLengthsAreDamageAndTakeNoMemory() {
    for length in [0, 8, 11, 13, 1 << 25, .max] as [UInt32] {
      var capture = CaptureBytes(isBigEndian: false)
      capture.section()
      let offset = capture.bytes.count
      capture.number(6 as UInt32)
      capture.number(length)
      capture.number(0 as UInt32)
      #expect(error(capture.bytes) == .damaged(offset: offset, what: "a block of \(length) bytes"))
    }
    var pcap = CaptureBytes(isBigEndian: false)
    pcap.pcapHeader(magic: 0xa1b2_c3d4)
    for _ in 0..<4 { pcap.number(UInt32.max) }
    #expect(error(pcap.bytes) == .damaged(offset: 24, what: "a packet of 4294967295 bytes"))
  }

  @Test func whatIsNoCaptureIsSaidToBeNone() {
    #expect(error([]) == .empty)
    #expect(error([1]) == .notACapture)
    #expect(error(Array("hello, world".utf8)) == .notACapture)
  }

  @Test func noChangedByteTrapsOrHangs() {
    let bytes = recording.bytes
    for i in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[i] ^= 1 << bit
        _ = try? read(changed)
      }
    }
  }
}

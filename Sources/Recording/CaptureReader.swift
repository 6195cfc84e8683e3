package import FlowModel

/// Reads captures of netlink as they arrive: pcapng, and the pcap that `tcpdump -w` writes.
///
/// Feed it bytes in pieces of any size, take frames until `next` gives nil, and `finish` at the
/// end. A file cut short yields everything up to its last whole block.
package struct CaptureReader: Sendable {
  private enum Format {
    case unknown
    case pcapng
    /// The ticks of a second, as in `Timestamps`.
    case pcap(Timestamps)
  }

  private var buffer = ByteBuffer()
  private var format = Format.unknown
  private var interfaces: [CaptureInterface] = []
  private var isFinished = false
  private var lastTime: UInt64 = 0

  /// What the section header's comment says of the machine; nil in a capture of another tool.
  package private(set) var machine: Machine?
  /// The file ended in the middle of a block; known after `finish`, when `next` gave nil.
  package private(set) var wasCutShort = false

  package init() {}

  package mutating func feed(_ bytes: [UInt8]) { buffer.append(bytes) }

  /// Says that nothing more comes.
  package mutating func finish() { isFinished = true }

  /// Yields the next frame, or nil when more bytes are needed or none are left.
  package mutating func next() throws(RecordingError) -> Frame? {
    while true {
      let step: Step
      switch format {
      case .unknown: step = try recognise()
      case .pcapng: step = try block()
      case .pcap(let timestamps): step = try record(timestamps)
      }
      switch step {
      case .frame(let frame): return frame
      case .again: continue
      case .starved:
        if isFinished && buffer.count > 0 { wasCutShort = true }
        return nil
      }
    }
  }

  private enum Step {
    case frame(Frame)
    /// Something was read that is no frame.
    case again
    case starved
  }

  private mutating func recognise() throws(RecordingError) -> Step {
    guard buffer.count >= 4 else {
      guard isFinished else { return .starved }
      throw buffer.count == 0 ? .empty : .notACapture
    }
    if buffer.u32(0) == PcapngFormat.sectionHeader {
      format = .pcapng
      return .again
    }
    for isBigEndian in [false, true] {
      buffer.isBigEndian = isBigEndian
      let magic = buffer.u32(0)
      guard magic == PcapngFormat.pcapMicroseconds || magic == PcapngFormat.pcapNanoseconds else {
        continue
      }
      guard buffer.count >= PcapngFormat.pcapHeaderLength else { return .starved }
      // The upper bits tell of a frame check sequence.
      let linkType = Int(buffer.u32(20) & 0xffff)
      guard linkType == Frame.linkType else { throw .linkType(linkType) }
      buffer.drop(PcapngFormat.pcapHeaderLength)
      format = .pcap(Timestamps(resolution: magic == PcapngFormat.pcapMicroseconds ? 6 : 9))
      return .again
    }
    throw .notACapture
  }

  private mutating func record(_ timestamps: Timestamps) throws(RecordingError) -> Step {
    guard buffer.count >= PcapngFormat.pcapRecordLength else { return .starved }
    let length = Int(buffer.u32(8))
    guard length <= PcapngFormat.largestBlock else {
      throw damaged("a packet of \(length) bytes")
    }
    guard buffer.count >= PcapngFormat.pcapRecordLength + length else { return .starved }
    let seconds = UInt64(buffer.u32(0)) * 1_000_000_000
    let time = seconds &+ timestamps.nanoseconds(UInt64(buffer.u32(4)))
    let packet = buffer.slice(PcapngFormat.pcapRecordLength, length)
    let frame = Frame(time: time, packet: packet)
    buffer.drop(PcapngFormat.pcapRecordLength + length)
    return frame.map { .frame($0) } ?? .again
  }

  private mutating func block() throws(RecordingError) -> Step {
    guard buffer.count >= 12 else { return .starved }
    let isSection = buffer.u32(0) == PcapngFormat.sectionHeader
    if isSection { try chooseByteOrder() }
    let length = Int(buffer.u32(4))
    guard length >= 12, length % 4 == 0, length <= PcapngFormat.largestBlock else {
      throw damaged("a block of \(length) bytes")
    }
    guard buffer.count >= length else { return .starved }
    guard Int(buffer.u32(length - 4)) == length else {
      throw damaged("a block whose two lengths differ")
    }
    let type = buffer.u32(0)
    defer { buffer.drop(length) }
    switch type {
    case PcapngFormat.sectionHeader:
      guard length >= 28 else { throw damaged("a section header of \(length) bytes") }
      let comment = buffer.options(24, length - 4).last { $0.code == PcapngFormat.optionComment }
      interfaces = []
      machine = comment.map {
        MachineComment.machine(in: String(decoding: $0.value, as: UTF8.self))
      }
    case PcapngFormat.interfaceDescription:
      guard length >= 20 else { throw damaged("an interface of \(length) bytes") }
      guard interfaces.count < PcapngFormat.mostInterfaces else {
        throw damaged("more than \(interfaces.count) interfaces")
      }
      interfaces.append(CaptureInterface(buffer, length))
    case PcapngFormat.enhancedPacket, PcapngFormat.packet:
      guard length >= 32 else { throw damaged("a packet block of \(length) bytes") }
      let index = type == PcapngFormat.packet ? Int(buffer.u16(8)) : Int(buffer.u32(8))
      let captured = Int(buffer.u32(20))
      guard captured <= length - 32 else { throw damaged("a packet longer than its block") }
      guard let interface = try interface(index) else { return .again }
      lastTime = interface.timestamps.nanoseconds(
        UInt64(buffer.u32(12)) << 32 | UInt64(buffer.u32(16)))
      var frame = Frame(time: lastTime, packet: buffer.slice(28, captured))
      frame?.comments = comments(28 + (captured + 3) & ~3, length - 4)
      return frame.map { .frame($0) } ?? .again
    case PcapngFormat.simplePacket:
      guard length >= 16 else { throw damaged("a packet block of \(length) bytes") }
      guard let interface = try interface(0) else { return .again }
      let captured = min(Int(buffer.u32(8)), length - 16, interface.longestPacket)
      // It carries no time: the one before holds.
      let frame = Frame(time: lastTime, packet: buffer.slice(12, captured))
      return frame.map { .frame($0) } ?? .again
    default:
      break
    }
    return .again
  }

  /// The comments among the options of a block; most frames have none.
  private func comments(_ start: Int, _ end: Int) -> [String] {
    guard start < end else { return [] }
    return buffer.options(start, end).filter { $0.code == PcapngFormat.optionComment }.map {
      String(decoding: $0.value, as: UTF8.self)
    }
  }

  private mutating func chooseByteOrder() throws(RecordingError) {
    for isBigEndian in [false, true] {
      buffer.isBigEndian = isBigEndian
      if buffer.u32(8) == PcapngFormat.byteOrderMagic { return }
    }
    throw damaged("a section without its byte order")
  }

  /// The interface of a packet; nil for one of another link type beside one that is netlink.
  private func interface(_ index: Int) throws(RecordingError) -> CaptureInterface? {
    guard index < interfaces.count else { throw damaged("a packet of an unknown interface") }
    let found = interfaces[index]
    if found.linkType == Frame.linkType { return found }
    guard interfaces.contains(where: { $0.linkType == Frame.linkType }) else {
      throw .linkType(found.linkType)
    }
    return nil
  }

  private func damaged(_ what: String) -> RecordingError {
    .damaged(offset: buffer.taken, what: what)
  }
}

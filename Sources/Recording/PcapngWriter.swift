package import FlowModel

/// Writes pcapng: the bytes of one block after the other.
///
/// A file begins with a section that tells of the machine; one that changes begins a new section.
/// All is little-endian.
package struct PcapngWriter: Sendable {
  private var bytes: [UInt8] = []

  package init() {}

  /// Hands over what was written since the last time.
  package mutating func drain() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  /// Begins a section, with one interface of link type 253 and nanoseconds.
  package mutating func begin(machine: Machine) {
    block(PcapngFormat.sectionHeader) {
      $0.little(PcapngFormat.byteOrderMagic)
      $0.little(UInt16(1))
      $0.little(UInt16(0))
      $0.little(UInt64.max)  // length not known
      $0.option(PcapngFormat.optionComment, Array(MachineComment.text(of: machine).utf8))
      $0.option(PcapngFormat.optionApplication, Array("flowlanes".utf8))
      $0.option(PcapngFormat.optionEnd, [])
    }
    block(PcapngFormat.interfaceDescription) {
      $0.little(UInt16(Frame.linkType))
      $0.little(UInt16(0))
      $0.little(UInt32(0))  // no limit on a packet's length
      $0.option(PcapngFormat.optionName, Array("netlink".utf8))
      $0.option(PcapngFormat.optionResolution, [9])
      $0.option(PcapngFormat.optionEnd, [])
    }
  }

  /// Writes one datagram as an enhanced packet block.
  package mutating func write(_ frame: Frame) {
    let header = frame.header
    let length = UInt32(header.count + frame.datagram.count)
    block(PcapngFormat.enhancedPacket) {
      $0.little(UInt32(0))
      $0.little(UInt32(truncatingIfNeeded: frame.time >> 32))
      $0.little(UInt32(truncatingIfNeeded: frame.time))
      $0.little(length)
      $0.little(length)
      $0.bytes += header
      $0.bytes += frame.datagram
      $0.pad()
      guard !frame.comments.isEmpty else { return }
      for comment in frame.comments { $0.option(PcapngFormat.optionComment, Array(comment.utf8)) }
      $0.option(PcapngFormat.optionEnd, [])
    }
  }

  private mutating func block(_ type: UInt32, _ body: (inout PcapngWriter) -> Void) {
    let start = bytes.count
    little(type)
    little(UInt32(0))
    body(&self)
    let length = UInt32(bytes.count - start + 4)
    little(length)
    for i in 0..<4 {
      bytes[start + 4 + i] = UInt8(truncatingIfNeeded: length >> UInt32(8 * i))
    }
  }

  private mutating func option(_ code: UInt16, _ value: [UInt8]) {
    let value = value.prefix(Int(UInt16.max))
    little(code)
    little(UInt16(value.count))
    bytes += value
    pad()
  }

  private mutating func little<Integer: FixedWidthInteger>(_ value: Integer) {
    for i in 0..<(Integer.bitWidth / 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> Integer(8 * i)))
    }
  }

  private mutating func pad() {
    while bytes.count % 4 != 0 { bytes.append(0) }
  }
}

/// Captures put together by hand, in either byte order.
struct CaptureBytes {
  var bytes: [UInt8] = []
  let isBigEndian: Bool

  mutating func number<N: FixedWidthInteger>(_ value: N) {
    let size = N.bitWidth / 8
    for i in 0..<size {
      let shift = 8 * (isBigEndian ? size - 1 - i : i)
      bytes.append(UInt8(truncatingIfNeeded: value >> N(shift)))
    }
  }

  mutating func block(_ type: UInt32, _ body: (inout CaptureBytes) -> Void) {
    var inner = CaptureBytes(isBigEndian: isBigEndian)
    body(&inner)
    while inner.bytes.count % 4 != 0 { inner.bytes.append(0) }
    let length = UInt32(inner.bytes.count + 12)
    number(type)
    number(length)
    bytes += inner.bytes
    number(length)
  }

  mutating func section() {
    block(0x0a0d_0d0a) {
      $0.number(0x1a2b_3c4d as UInt32)
      $0.number(1 as UInt16)
      $0.number(0 as UInt16)
      $0.number(UInt64.max)
    }
  }

  mutating func interface(
    linkType: UInt16 = 253, resolution: UInt8? = nil, offset: Int64? = nil, limit: UInt32 = 0
  ) {
    block(1) {
      $0.number(linkType)
      $0.number(0 as UInt16)
      $0.number(limit)
      if let resolution {
        $0.number(9 as UInt16)
        $0.number(1 as UInt16)
        $0.bytes += [resolution, 0, 0, 0]
      }
      if let offset {
        $0.number(14 as UInt16)
        $0.number(8 as UInt16)
        $0.number(offset)
      }
    }
  }

  mutating func enhancedPacket(ticks: UInt64, _ packet: [UInt8], interface: UInt32 = 0) {
    block(6) {
      $0.number(interface)
      $0.number(UInt32(ticks >> 32))
      $0.number(UInt32(truncatingIfNeeded: ticks))
      $0.number(UInt32(packet.count))
      $0.number(UInt32(packet.count))
      $0.bytes += packet
    }
  }

  mutating func simplePacket(_ packet: [UInt8]) {
    block(3) {
      $0.number(UInt32(packet.count))
      $0.bytes += packet
    }
  }

  mutating func oldPacket(ticks: UInt64, _ packet: [UInt8]) {
    block(2) {
      $0.number(0 as UInt16)
      $0.number(0 as UInt16)
      $0.number(UInt32(ticks >> 32))
      $0.number(UInt32(truncatingIfNeeded: ticks))
      $0.number(UInt32(packet.count))
      $0.number(UInt32(packet.count))
      $0.bytes += packet
    }
  }

  mutating func pcapHeader(magic: UInt32, linkType: UInt32 = 253) {
    number(magic)
    number(2 as UInt16)
    number(4 as UInt16)
    number(0 as UInt64)
    number(262144 as UInt32)
    number(linkType)
  }

  mutating func pcapRecord(seconds: UInt32, fraction: UInt32, _ packet: [UInt8]) {
    number(seconds)
    number(fraction)
    number(UInt32(packet.count))
    number(UInt32(packet.count))
    bytes += packet
  }

  /// A packet of link type 253: the cooked header, of a direction and family, and a datagram.
  static func packet(family: UInt8 = 12, direction: UInt8 = 4, _ datagram: [UInt8]) -> [UInt8] {
    [0, direction, 0x03, 0x38] + [UInt8](repeating: 0, count: 10) + [0, family] + datagram
  }
}

/// A generator with a seed, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

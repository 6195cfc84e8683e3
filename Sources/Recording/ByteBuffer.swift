/// Bytes that arrive in pieces and are taken from the front.
struct ByteBuffer: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var head = 0
  /// How many bytes were taken so far, for error messages.
  private(set) var taken = 0
  var isBigEndian = false

  var count: Int { bytes.count - head }

  mutating func append(_ more: [UInt8]) {
    if head > 0 && head >= bytes.count / 2 {
      bytes.removeFirst(head)
      head = 0
    }
    bytes += more
  }

  mutating func drop(_ length: Int) {
    head += length
    taken += length
  }

  /// The bytes at an offset from the front; callers check `count`.
  func slice(_ offset: Int, _ length: Int) -> ArraySlice<UInt8> {
    bytes[(head + offset)..<(head + offset + length)]
  }

  func u8(_ offset: Int) -> UInt8 { bytes[head + offset] }

  func u16(_ offset: Int) -> UInt16 { UInt16(truncatingIfNeeded: number(offset, 2)) }

  func u32(_ offset: Int) -> UInt32 { UInt32(truncatingIfNeeded: number(offset, 4)) }

  func u64(_ offset: Int) -> UInt64 { number(offset, 8) }

  private func number(_ offset: Int, _ size: Int) -> UInt64 {
    var value: UInt64 = 0
    for i in 0..<size {
      let byte = bytes[head + offset + (isBigEndian ? i : size - 1 - i)]
      value = value << 8 | UInt64(byte)
    }
    return value
  }
}

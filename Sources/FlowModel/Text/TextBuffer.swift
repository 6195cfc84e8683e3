/// ASCII text under construction, reused from row to row so that a long listing allocates nothing.
package struct TextBuffer: Sendable {
  package var bytes: [UInt8]

  package init(reserving capacity: Int = 128) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  package var string: String { String(decoding: bytes, as: UTF8.self) }

  @inline(__always)
  package mutating func append(_ byte: UInt8) { bytes.append(byte) }

  /// Appends text that stands in the source.
  ///
  /// Has a name of its own because a bare literal would be taken for a `String`, which costs more.
  package mutating func append(literal text: StaticString) {
    unsafe bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  package mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Appends a number in decimal.
  package mutating func append(number: UInt64) {
    if number < 10 {
      bytes.append(0x30 + UInt8(truncatingIfNeeded: number))
      return
    }
    // From the last digit on, and appended in one piece: listings spend their time here.
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var first = 20
    var rest = number
    while rest > 0 {
      first -= 1
      digits[first] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    unsafe digits.span.withUnsafeBufferPointer { buffer in
      unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[first...]))
    }
  }

  /// Appends a number in lower-case hexadecimal without leading zeros.
  package mutating func append(hexadecimal number: UInt64) {
    let start = bytes.count
    var rest = number
    repeat {
      let digit = UInt8(truncatingIfNeeded: rest & 15)
      bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
      rest >>= 4
    } while rest > 0
    reverse(from: start)
  }

  private mutating func reverse(from start: Int) {
    var low = start
    var high = bytes.count - 1
    while low < high {
      bytes.swapAt(low, high)
      low += 1
      high -= 1
    }
  }
}

/// Where one attribute lies in a datagram.
package struct Attribute: Equatable, Sendable {
  /// `nla_type` without `NLA_F_NESTED` and `NLA_F_NET_BYTEORDER`: fourteen bits.
  package let type: UInt16
  /// Offset of its value.
  package let start: Int
  /// Offset after its value.
  package let end: Int

  package var length: Int { end - start }

  @inline(__always)
  func require(_ size: Int, _ name: StaticString) throws(DecodeError) {
    guard end - start == size else {
      throw DecodeError(.badLength(end - start), at: start, name: name)
    }
  }
}

/// Walks attributes, top-level or nested: `struct nlattr`, in host order, each padded to 4.
package struct AttributeCursor: Sendable {
  private var offset: Int
  private let end: Int
  private let name: StaticString

  /// - Parameters:
  ///   - range: where the attributes lie in the datagram, within its bytes.
  ///   - name: the kernel's name of what holds them, for the error.
  @inline(__always)
  package init(_ range: Range<Int>, of name: StaticString) {
    offset = range.lowerBound
    end = range.upperBound
    self.name = name
  }

  /// The attributes inside an attribute.
  @inline(__always)
  package init(inside attribute: Attribute, of name: StaticString) {
    offset = attribute.start
    end = attribute.end
    self.name = name
  }

  /// Yields the next attribute, or nil at the end.
  @inline(__always)
  package mutating func next(in bytes: RawSpan) throws(DecodeError) -> Attribute? {
    let start = offset
    guard start < end else { return nil }
    guard end - start >= 4 else { throw DecodeError(.truncated, at: start, name: name) }
    // struct nlattr in one load: nla_len in its first half, nla_type in its second.
    #if _endian(little)
      let header = bytes.host(UInt32.self, at: start)
    #else
      let loaded = bytes.host(UInt32.self, at: start)
      let header = loaded >> 16 | loaded << 16
    #endif
    let length = Int(header & 0xffff)
    guard length >= 4 else { throw DecodeError(.badLength(length), at: start, name: name) }
    guard length <= end - start else { throw DecodeError(.truncated, at: start, name: name) }
    offset = start + (length + 3) & ~3
    let type = UInt16(truncatingIfNeeded: header >> 16) & 0x3fff
    return Attribute(type: type, start: start + 4, end: start + length)
  }
}

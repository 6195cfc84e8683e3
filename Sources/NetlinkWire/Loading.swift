import FlowModel

// Integers out of bytes. Netlink's own headers are in the machine's byte order; what netfilter puts
// into attributes is big-endian. Nothing in netlink is aligned to more than four bytes.
extension RawSpan {
  /// Loads an integer in host order.
  ///
  /// Callers have checked the length; the span checks it again.
  @inline(__always)
  func host<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ type: Integer.Type, at offset: Int
  ) -> Integer {
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: type)
  }

  /// Loads an integer that is big-endian in the bytes.
  @inline(__always)
  func big<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ type: Integer.Type, at offset: Int
  ) -> Integer {
    Integer(bigEndian: host(type, at: offset))
  }

  /// A big-endian integer that is the whole value of an attribute.
  @inline(__always)
  func big<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ type: Integer.Type, _ attribute: Attribute, _ name: StaticString
  ) throws(DecodeError) -> Integer {
    try attribute.require(MemoryLayout<Integer>.size, name)
    return big(type, at: attribute.start)
  }

  /// An integer in host order that is the whole value of an attribute.
  @inline(__always)
  func host<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ type: Integer.Type, _ attribute: Attribute, _ name: StaticString
  ) throws(DecodeError) -> Integer {
    try attribute.require(MemoryLayout<Integer>.size, name)
    return host(type, at: attribute.start)
  }

  /// Sixteen bytes of an IPv6 address.
  @inline(__always)
  func ipv6(_ attribute: Attribute, _ name: StaticString) throws(DecodeError) -> Address {
    try attribute.require(16, name)
    return Address(
      high: big(UInt64.self, at: attribute.start), low: big(UInt64.self, at: attribute.start + 8))
  }

  /// The four or sixteen bytes of an address.
  func address(
    _ attribute: Attribute, _ family: Family, _ name: StaticString
  ) throws(DecodeError) -> Address {
    switch family {
    case .ipv4: Address(ipv4: try big(UInt32.self, attribute, name))
    case .ipv6: try ipv6(attribute, name)
    }
  }

  /// The text of an attribute up to its NUL; bytes that are no UTF-8 become U+FFFD.
  func text(_ attribute: Attribute) -> String {
    unsafe withUnsafeBytes { buffer in
      let value = unsafe buffer[attribute.start..<attribute.end]
      return unsafe String(decoding: value.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// The bytes of an attribute.
  func bytes(_ attribute: Attribute) -> [UInt8] {
    unsafe withUnsafeBytes { buffer in unsafe Array(buffer[attribute.start..<attribute.end]) }
  }
}

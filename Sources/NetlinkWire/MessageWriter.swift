import FlowModel

/// Appends netlink messages and their attributes to bytes; the counterpart of the cursors.
package struct MessageWriter: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// Appends one message: a header whose length is set when `body` has appended the rest.
  package mutating func message(
    type: UInt16, flags: UInt16, sequence: UInt32, port: UInt32 = 0,
    _ body: (inout MessageWriter) -> Void
  ) {
    let start = bytes.count
    host(UInt32(0))
    host(type)
    host(flags)
    host(sequence)
    host(port)
    body(&self)
    patch(UInt32(bytes.count - start), at: start)
    pad()
  }

  /// Appends `struct nfgenmsg`.
  mutating func nfgenmsg(family: UInt8) {
    bytes.append(contentsOf: [family, 0, 0, 0])
  }

  /// Appends `struct genlmsghdr`, of version 1.
  mutating func genericHeader(command: UInt8) {
    bytes.append(contentsOf: [command, 1, 0, 0])
  }

  /// Appends bytes of another datagram.
  mutating func append(_ source: RawSpan, _ range: Range<Int>) {
    unsafe source.withUnsafeBytes { unsafe bytes.append(contentsOf: $0[range]) }
  }

  /// Appends `NLMSG_DONE`: with success, or with an errno as a positive number.
  package mutating func done(
    sequence: UInt32, port: UInt32 = 0, flags: UInt16 = MessageFlag.multi, errno: Int32 = 0
  ) {
    message(type: MessageType.done, flags: flags, sequence: sequence, port: port) {
      $0.host(-errno)
    }
  }

  /// Appends an attribute that holds others, with `NLA_F_NESTED`.
  mutating func nest(_ type: UInt16, _ body: (inout MessageWriter) -> Void) {
    let start = bytes.count
    host(UInt16(0))
    host(type | 0x8000)
    body(&self)
    patch(UInt16(truncatingIfNeeded: bytes.count - start), at: start)
  }

  /// Appends an attribute with a big-endian integer.
  mutating func big(_ type: UInt16, _ value: some FixedWidthInteger) {
    attribute(type, length: value.bitWidth / 8) { $0.host(value.bigEndian) }
  }

  /// Appends an attribute with an integer in host order.
  mutating func native(_ type: UInt16, _ value: some FixedWidthInteger) {
    attribute(type, length: value.bitWidth / 8) { $0.host(value) }
  }

  /// Appends an attribute with text and its NUL.
  mutating func text(_ type: UInt16, _ value: String) {
    attribute(type, length: value.utf8.count + 1) {
      $0.bytes.append(contentsOf: value.utf8)
      $0.bytes.append(0)
    }
  }

  /// Appends an attribute with bytes as they are.
  mutating func raw(_ type: UInt16, _ value: [UInt8]) {
    attribute(type, length: value.count) { $0.bytes.append(contentsOf: value) }
  }

  /// Appends an attribute with the four or sixteen bytes of an address.
  mutating func address(_ type: UInt16, _ value: Address, _ family: Family) {
    switch family {
    case .ipv4: big(type, UInt32(truncatingIfNeeded: value.low))
    case .ipv6:
      attribute(type, length: 16) {
        $0.host(value.high.bigEndian)
        $0.host(value.low.bigEndian)
      }
    }
  }

  private mutating func attribute(
    _ type: UInt16, length: Int, _ body: (inout MessageWriter) -> Void
  ) {
    host(UInt16(truncatingIfNeeded: length + 4))
    host(type)
    body(&self)
    pad()
  }

  private mutating func pad() {
    while bytes.count % 4 != 0 { bytes.append(0) }
  }

  mutating func host<Integer: FixedWidthInteger>(_ value: Integer) {
    unsafe withUnsafeBytes(of: value) { unsafe bytes.append(contentsOf: $0) }
  }

  private mutating func patch<Integer: FixedWidthInteger>(_ value: Integer, at offset: Int) {
    var part = MessageWriter()
    part.host(value)
    bytes.replaceSubrange(offset..<(offset + part.bytes.count), with: part.bytes)
  }
}

extension TextBuffer {
  /// Appends an address: dotted quad, or the short form of RFC 5952 for IPv6; through the mask of
  /// privacy, where there is one.
  package mutating func append(_ address: Address, family: Family) {
    let address = AddressMask.current?(address) ?? address
    if let ipv4 = address.ipv4 {
      // inet_ntop(3) spells an IPv4-mapped IPv6 address so too.
      if family == .ipv6 { append(literal: "::ffff:") }
      append(ipv4: ipv4)
    } else {
      append(ipv6: address)
    }
  }

  private mutating func append(ipv4: UInt32) {
    append(number: UInt64(ipv4 >> 24))
    append(UInt8(ascii: "."))
    append(number: UInt64(ipv4 >> 16 & 0xff))
    append(UInt8(ascii: "."))
    append(number: UInt64(ipv4 >> 8 & 0xff))
    append(UInt8(ascii: "."))
    append(number: UInt64(ipv4 & 0xff))
  }

  private mutating func append(ipv6 address: Address) {
    let zeros = longestZeros(address)
    let shortens = zeros.count > 1
    var index = 0
    while index < 8 {
      if shortens && index == zeros.start {
        append(literal: "::")
        index += zeros.count
        continue
      }
      if index > 0 && !(shortens && index == zeros.start + zeros.count) {
        append(UInt8(ascii: ":"))
      }
      append(hexadecimal: UInt64(address.group(index)))
      index += 1
    }
  }

  /// The first longest run of zero groups, which `::` stands for when it is longer than one.
  private func longestZeros(_ address: Address) -> (start: Int, count: Int) {
    var best = (start: 0, count: 0)
    var index = 0
    while index < 8 {
      var length = 0
      while index + length < 8 && address.group(index + length) == 0 { length += 1 }
      if length > best.count { best = (index, length) }
      index += max(1, length)
    }
    return best
  }
}

extension Address {
  /// The address as text, an IPv4-mapped one as a dotted quad.
  package var text: String {
    var buffer = TextBuffer(reserving: 40)
    buffer.append(self, family: ipv4 == nil ? .ipv6 : .ipv4)
    return buffer.string
  }
}

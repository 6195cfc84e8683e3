/// An IPv4 or IPv6 address.
///
/// IPv4 is kept as its IPv4-mapped form, `::ffff:a.b.c.d`, so that both families share sixteen
/// bytes, one order and one hash. Both words are in host order; the first octet of the address is
/// the most significant byte of `high`.
package struct Address: Hashable, Sendable {
  package let high: UInt64
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// An IPv4 address from its number in host order: `0x0a000001` is 10.0.0.1.
  package init(ipv4: UInt32) {
    self.init(high: 0, low: 0xffff_0000_0000 | UInt64(ipv4))
  }

  package static let unspecified = Address(high: 0, low: 0)

  /// The IPv4 address in host order, or nil for IPv6.
  package var ipv4: UInt32? {
    high == 0 && low >> 32 == 0xffff ? UInt32(truncatingIfNeeded: low) : nil
  }

  /// The eight 16-bit groups of the IPv6 form, first group first.
  package func group(_ index: Int) -> UInt16 {
    let word = index < 4 ? high : low
    return UInt16(truncatingIfNeeded: word >> (48 - 16 * UInt64(index & 3)))
  }
}

extension Address: Comparable {
  package static func < (a: Address, b: Address) -> Bool {
    a.high != b.high ? a.high < b.high : a.low < b.low
  }
}

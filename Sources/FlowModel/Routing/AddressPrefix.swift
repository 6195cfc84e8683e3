/// A block of addresses: `10.0.0.0/8`.
package struct AddressPrefix: Hashable, Sendable {
  package let address: Address
  /// Of the family's own bits: at most 32 for IPv4.
  package let length: UInt8

  package init(_ address: Address, length: UInt8) {
    self.address = address
    self.length = length
  }

  /// Whether an address of the same family lies in it.
  package func contains(_ other: Address) -> Bool {
    let isIPv4 = address.ipv4 != nil
    guard isIPv4 == (other.ipv4 != nil) else { return false }
    let bits = Int(length) + (isIPv4 ? 96 : 0)
    return address.masked(to: bits) == other.masked(to: bits)
  }
}

extension Address {
  /// Its first bits, of 128, with zeros after them.
  package func masked(to bits: Int) -> Address {
    guard bits < 128 else { return self }
    if bits >= 64 {
      return Address(high: high, low: bits == 64 ? 0 : low & ~(.max >> UInt64(bits - 64)))
    }
    return Address(high: bits <= 0 ? 0 : high & ~(.max >> UInt64(bits)), low: 0)
  }
}

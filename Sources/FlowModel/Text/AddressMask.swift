/// Replaces addresses by others, the same by the same, for screenshots.
///
/// In the manner of Crypto-PAn: the first n bits of two replacements agree exactly where those of the
/// addresses do, so networks stay networks and no two addresses become one. The bits that tell what
/// kind of address it is (private, link-local, multicast ...) stay. Whoever does not know the key
/// cannot tell the address.
package struct AddressMask: Sendable, Hashable {
  /// The mask through which addresses are written as text here and now; nil writes them as they are.
  ///
  /// A task-local value: it reaches every text that shows an address, whoever makes it.
  @TaskLocal package static var current: AddressMask?

  private let key: (UInt64, UInt64)

  package init(key0: UInt64, key1: UInt64) { key = (key0, key1) }

  package static func == (a: AddressMask, b: AddressMask) -> Bool { a.key == b.key }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(key.0)
    hasher.combine(key.1)
  }

  /// The replacement of an address, of the same family and kind.
  package func callAsFunction(_ address: Address) -> Address {
    let isIPv4 = address.ipv4 != nil
    // An IPv4 address stands in the last 32 bits; what is before them is its family.
    var high = address.high
    var low = address.low
    let kind = Self.kinds.filter { $0.isIPv4 == isIPv4 && $0.contains(address) }
    if kind.contains(where: \.staysWhole) { return address }
    for bit in (isIPv4 ? 96 : 0)..<128 {
      // The bit is turned or not by what is before it; never on the way to a kind of address.
      if Self.leadsToKind(address, bit, isIPv4) { continue }
      let before = Self.prefix(address, bit)
      guard hash(before.high, before.low, UInt64(bit)) & 1 == 1 else { continue }
      if bit < 64 { high ^= 1 << UInt64(63 - bit) } else { low ^= 1 << UInt64(127 - bit) }
    }
    return Address(high: high, low: low)
  }

  /// A range of addresses that mean something, by RFC 6890 and its kind.
  private struct Kind {
    let start: Address
    let length: Int
    let isIPv4: Bool
    var staysWhole = false

    func contains(_ address: Address) -> Bool {
      AddressMask.prefix(address, length) == AddressMask.prefix(start, length)
    }
  }

  private static let kinds: [Kind] =
    [
      (0x0a00_0000, 8), (0xac10_0000, 12), (0xc0a8_0000, 16), (0xa9fe_0000, 16),
      (0x6440_0000, 10),
    ].map { Kind(start: Address(ipv4: $0), length: 96 + $1, isIPv4: true) }
    + [(0, 8), (0x7f00_0000, 8), (0xe000_0000, 4), (0xf000_0000, 4)].map {
      // This host, loopback, multicast; and 240/4, for netmasks are written as addresses, too.
      Kind(start: Address(ipv4: $0), length: 96 + $1, isIPv4: true, staysWhole: true)
    }
    + [
      (0xfc00_0000_0000_0000, 7), (0xfe80_0000_0000_0000, 10), (0x2000_0000_0000_0000, 3),
      (0x2001_0db8_0000_0000, 32), (0x0064_ff9b_0000_0000, 96),
    ].map { Kind(start: Address(high: $0, low: 0), length: $1, isIPv4: false) }
    + [(0, 96), (0xff00_0000_0000_0000, 8)].map {
      Kind(start: Address(high: $0, low: 0), length: $1, isIPv4: false, staysWhole: true)
    }

  /// Whether the bits before this one are those of a kind of address that is longer.
  private static func leadsToKind(_ address: Address, _ bit: Int, _ isIPv4: Bool) -> Bool {
    kinds.contains { kind in
      kind.isIPv4 == isIPv4 && bit < kind.length
        && prefix(address, bit) == prefix(kind.start, bit)
    }
  }

  /// An address with all but its first bits zero.
  private static func prefix(_ address: Address, _ bits: Int) -> Address {
    let high = bits >= 64 ? address.high : bits == 0 ? 0 : address.high & ~(.max >> UInt64(bits))
    let low =
      bits >= 128 ? address.low : bits <= 64 ? 0 : address.low & ~(.max >> UInt64(bits - 64))
    return Address(high: high, low: low)
  }

  /// SipHash-2-4 of three words.
  private func hash(_ words: UInt64...) -> UInt64 {
    var v0 = key.0 ^ 0x736f_6d65_7073_6575
    var v1 = key.1 ^ 0x646f_7261_6e64_6f6d
    var v2 = key.0 ^ 0x6c79_6765_6e65_7261
    var v3 = key.1 ^ 0x7465_6462_7974_6573
    func turned(_ word: UInt64, _ by: UInt64) -> UInt64 { word << by | word >> (64 - by) }
    func round() {
      v0 &+= v1
      v1 = turned(v1, 13) ^ v0
      v0 = turned(v0, 32)
      v2 &+= v3
      v3 = turned(v3, 16) ^ v2
      v0 &+= v3
      v3 = turned(v3, 21) ^ v0
      v2 &+= v1
      v1 = turned(v1, 17) ^ v2
      v2 = turned(v2, 32)
    }
    for word in words {
      v3 ^= word
      for _ in 0..<2 { round() }
      v0 ^= word
    }
    v2 ^= 0xff
    for _ in 0..<4 { round() }
    return v0 ^ v1 ^ v2 ^ v3
  }
}

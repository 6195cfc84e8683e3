/// Up to sixteen octets of a register as numbers that are ordered as memcmp(3) orders the octets.
struct SetKey: Hashable, Comparable, Sendable {
  private var high: UInt64 = 0
  private var low: UInt64 = 0

  init() {}

  init(_ octets: some Collection<UInt8>) {
    var index = 0
    for octet in octets where index < 16 {
      append(octet, at: index)
      index += 1
    }
  }

  @inline(__always)
  mutating func append(_ octet: UInt8, at index: Int) {
    if index < 8 {
      high |= UInt64(octet) << UInt64(56 - 8 * index)
    } else {
      low |= UInt64(octet) << UInt64(120 - 8 * index)
    }
  }

  static func < (a: SetKey, b: SetKey) -> Bool {
    a.high != b.high ? a.high < b.high : a.low < b.low
  }
}

import FlowModel

/// The registers of an evaluation: octets of which each bit is known or not.
///
/// A mask makes an unknown bit known again, which is how `ip version` is known where the header's
/// length, in the same octet, is not.
struct Registers {
  /// Bits that are not known are 0 here.
  private var values = InlineArray<64, UInt8>(repeating: 0)
  /// Bits that are known are 1 here.
  private var masks = InlineArray<64, UInt8>(repeating: 0)

  /// Whether `length` octets lie within the registers.
  static func holds(_ offset: Int, _ length: Int) -> Bool {
    offset >= 0 && length >= 0 && offset + length <= Ruleset.Register.size
  }

  @inline(__always)
  mutating func set(_ offset: Int, _ value: UInt8, known: UInt8 = 0xff) {
    values[offset] = value & known
    masks[offset] = known
  }

  /// Zeros up to the next word, as the kernel stores what is shorter (`nft_reg_store16`).
  @inline(__always)
  mutating func pad(_ offset: Int, _ length: Int) {
    var end = offset + length
    while end & 3 != 0 && end < 64 {
      set(end, 0)
      end += 1
    }
  }

  mutating func store(_ octets: [UInt8], at offset: Int) {
    guard Self.holds(offset, octets.count) else { return }
    for index in 0..<octets.count { set(offset + index, octets[index]) }
    pad(offset, octets.count)
  }

  /// Stores a number of the machine's own order.
  mutating func store<Number: FixedWidthInteger>(host number: Number, at offset: Int) {
    store(host: number, known: .max, at: offset)
  }

  mutating func store<Number: FixedWidthInteger>(host number: Number, known: Number, at offset: Int)
  {
    let size = Number.bitWidth / 8
    guard Self.holds(offset, size) else { return }
    for index in 0..<size {
      let shift = 8 * (isLittleEndian ? index : size - 1 - index)
      set(
        offset + index, UInt8(truncatingIfNeeded: number >> Number(shift)),
        known: UInt8(truncatingIfNeeded: known >> Number(shift)))
    }
    pad(offset, size)
  }

  /// Stores a number in network order.
  mutating func store<Number: FixedWidthInteger>(network number: Number, at offset: Int) {
    let size = Number.bitWidth / 8
    guard Self.holds(offset, size) else { return }
    for index in 0..<size {
      set(offset + index, UInt8(truncatingIfNeeded: number >> Number(8 * (size - 1 - index))))
    }
    pad(offset, size)
  }

  /// Stores a text and zeros up to `length`, as the kernel stores names.
  mutating func store(text: String, length: Int, at offset: Int) {
    guard Self.holds(offset, length) else { return }
    var index = 0
    for octet in text.utf8 where index < length {
      set(offset + index, octet)
      index += 1
    }
    while index < length {
      set(offset + index, 0)
      index += 1
    }
  }

  mutating func forget(_ offset: Int, _ length: Int) {
    guard Self.holds(offset, length) else { return }
    for index in offset..<offset + length { set(index, 0, known: 0) }
    pad(offset, length)
  }

  /// The octets, or nil unless every bit of them is known.
  func octets(_ offset: Int, _ length: Int) -> [UInt8]? {
    guard isKnown(offset, length) else { return nil }
    return (offset..<offset + length).map { values[$0] }
  }

  func isKnown(_ offset: Int, _ length: Int) -> Bool {
    guard Self.holds(offset, length) else { return false }
    for index in offset..<offset + length where masks[index] != 0xff { return false }
    return true
  }

  /// The least octets that may stand there, or (`highest`) the greatest.
  @inline(__always)
  func extreme(_ index: Int, highest: Bool) -> UInt8 {
    highest ? values[index] | ~masks[index] : values[index]
  }

  /// Up to sixteen octets as a key: the least that may stand there, or the greatest.
  func key(_ offset: Int, _ length: Int, highest: Bool = false) -> SetKey {
    var key = SetKey()
    for index in 0..<min(length, 16) {
      key.append(extreme(offset + index, highest: highest), at: index)
    }
    return key
  }

  /// Whether the octets may be these.
  func mayBe(_ octets: some Sequence<UInt8>, at offset: Int) -> Bool {
    var index = offset
    for octet in octets {
      guard index < 64 else { return false }
      if (values[index] ^ octet) & masks[index] != 0 { return false }
      index += 1
    }
    return true
  }

  /// The number of the machine's own order that stands there.
  func word(_ offset: Int) -> PartialWord {
    var value: UInt32 = 0
    var known: UInt32 = 0
    for index in 0..<4 {
      let shift = UInt32(8 * (isLittleEndian ? index : 3 - index))
      value |= UInt32(values[offset + index]) << shift
      known |= UInt32(masks[offset + index]) << shift
    }
    return PartialWord(value: value, known: known)
  }

  private var isLittleEndian: Bool { 1.littleEndian == 1 }
}

// MARK: Comparing and changing

extension Registers {
  /// `memcmp` as `nft_cmp_eval` does it.
  func compare(_ comparison: Ruleset.Comparison, _ offset: Int, _ octets: [UInt8]) -> Walk.Truth {
    guard Self.holds(offset, octets.count) else { return .unknown }
    switch comparison {
    case .equal: return isEqual(offset, octets)
    case .notEqual: return !isEqual(offset, octets)
    case .less: return isLess(offset, octets, orEqual: false)
    case .lessOrEqual: return isLess(offset, octets, orEqual: true)
    case .greater: return !isLess(offset, octets, orEqual: true)
    case .greaterOrEqual: return !isLess(offset, octets, orEqual: false)
    }
  }

  private func isEqual(_ offset: Int, _ octets: [UInt8]) -> Walk.Truth {
    var isKnown = true
    for index in 0..<octets.count {
      let mask = masks[offset + index]
      if (values[offset + index] ^ octets[index]) & mask != 0 { return .no }
      if mask != 0xff { isKnown = false }
    }
    return isKnown ? .yes : .unknown
  }

  private func isLess(_ offset: Int, _ octets: [UInt8], orEqual: Bool) -> Walk.Truth {
    if order(offset, octets, highest: true) < (orEqual ? 1 : 0) { return .yes }
    if order(offset, octets, highest: false) >= (orEqual ? 1 : 0) { return .no }
    return .unknown
  }

  /// -1, 0 or 1: how the least (or greatest) that may stand there compares.
  private func order(_ offset: Int, _ octets: [UInt8], highest: Bool) -> Int {
    for index in 0..<octets.count {
      let octet = extreme(offset + index, highest: highest)
      if octet != octets[index] { return octet < octets[index] ? -1 : 1 }
    }
    return 0
  }

  /// Whether what stands there lies from `from` to `to`, both included: `nft_range_eval`.
  func lies(_ offset: Int, from: [UInt8], to: [UInt8]) -> Walk.Truth {
    compare(.greaterOrEqual, offset, from) && compare(.lessOrEqual, offset, to)
  }

  /// `into = from & mask ^ xor`.
  mutating func mask(_ from: Int, into: Int, mask: [UInt8], xor: [UInt8]) {
    for index in 0..<mask.count {
      let flip = index < xor.count ? xor[index] : 0
      set(
        into + index, values[from + index] & mask[index] ^ flip,
        known: masks[from + index] | ~mask[index])
    }
  }

  /// Shifts words as `nft_bitwise_eval_lshift` and `_rshift` do.
  mutating func shift(_ from: Int, into: Int, length: Int, left: Bool, by count: UInt32) {
    let words = (length + 3) / 4
    var carry = PartialWord()
    for step in 0..<words {
      let index = left ? words - 1 - step : step
      let source = word(from + 4 * index)
      let shifted = left ? source << count : source >> count
      let result = PartialWord(
        value: shifted.value | carry.value, known: shifted.known & carry.known)
      carry = left ? source >> (32 - count) : source << (32 - count)
      store(host: result.value, known: result.known, at: into + 4 * index)
    }
  }

  /// Swaps the octets of each whole unit, on machines that keep numbers the other way round.
  ///
  /// What is left of less than a unit stays (`nft_byteorder_eval`): nft(8) asks for it of a protocol, one
  /// octet in units of two.
  mutating func swap(_ from: Int, into: Int, length: Int, size: Int) {
    guard isLittleEndian else {
      return move(from, into: into, length: length / size * size)
    }
    let source = self
    for unit in stride(from: 0, to: length / size * size, by: size) {
      for index in 0..<size where into + unit + index < 64 && from + unit + size <= 64 {
        let other = from + unit + size - 1 - index
        set(into + unit + index, source.values[other], known: source.masks[other])
      }
    }
  }

  private mutating func move(_ from: Int, into: Int, length: Int) {
    let source = self
    for index in 0..<length {
      set(into + index, source.values[from + index], known: source.masks[from + index])
    }
  }
}

/// A number of 32 bits, each known or not.
struct PartialWord: Hashable, Sendable {
  /// Bits that are not known are 0.
  private(set) var value: UInt32
  private(set) var known: UInt32

  init(value: UInt32 = 0, known: UInt32 = .max) {
    self.value = value & known
    self.known = known
  }

  /// nil is not known at all.
  init(_ value: UInt32?) { self.init(value: value ?? 0, known: value == nil ? 0 : .max) }

  /// What is known where either may be it.
  func joined(_ other: PartialWord) -> PartialWord {
    PartialWord(value: value, known: known & other.known & ~(value ^ other.value))
  }

  /// The number, when all of it is known.
  var whole: UInt32? { known == .max ? value : nil }

  static func << (word: PartialWord, count: UInt32) -> PartialWord {
    PartialWord(value: word.value << count, known: ~(~word.known << count))
  }

  static func >> (word: PartialWord, count: UInt32) -> PartialWord {
    PartialWord(value: word.value >> count, known: ~(~word.known >> count))
  }
}

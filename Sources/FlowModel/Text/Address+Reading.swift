extension Address {
  /// Reads a dotted quad, or IPv6 in any form of RFC 4291 section 2.2; nil for anything else.
  package init?(reading text: some StringProtocol) {
    if text.utf8.contains(UInt8(ascii: ":")) {
      self.init(ipv6: text)
    } else if let ipv4 = Self.ipv4(text) {
      self.init(ipv4: ipv4)
    } else {
      return nil
    }
  }

  private static func ipv4(_ text: some StringProtocol) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var number: UInt32 = 0
    for part in parts {
      // Leading zeros mean octal to some and decimal to others.
      guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy(\.isDigit),
        part.utf8.count == 1 || part.utf8.first != 0x30, let octet = UInt8(part)
      else { return nil }
      number = number << 8 | UInt32(octet)
    }
    return number
  }

  private init?(ipv6 text: some StringProtocol) {
    guard text.utf8.count <= 45 else { return nil }
    var parts: [String] = text.split(
      separator: ":" as Character, maxSplits: .max, omittingEmptySubsequences: false
    ).map { String($0) }
    // At either end `::` leaves two empty parts; a single colon there is none of ours.
    if text.hasPrefix("::") { parts.removeFirst() } else if parts[0].isEmpty { return nil }
    if text.hasSuffix("::") {
      parts.removeLast()
    } else if parts.last?.isEmpty ?? true {
      return nil
    }
    guard let tail = parts.last else { return nil }
    if tail.utf8.contains(UInt8(ascii: ".")) {
      guard let ipv4 = Self.ipv4(tail) else { return nil }
      parts.removeLast()
      parts += [String(ipv4 >> 16, radix: 16), String(ipv4 & 0xffff, radix: 16)]
    }
    let gaps = parts.indices.filter { parts[$0].isEmpty }
    guard gaps.count <= 1 else { return nil }
    if let gap = gaps.first {
      guard parts.count <= 8 else { return nil }
      parts.replaceSubrange(
        gap...gap, with: Array(repeating: "0", count: 9 - parts.count))
    }
    guard parts.count == 8 else { return nil }
    var words = (high: UInt64(0), low: UInt64(0))
    for part in parts {
      guard part.utf8.count <= 4, part.utf8.allSatisfy({ $0.isHexadecimal }),
        let group = UInt16(part, radix: 16)
      else { return nil }
      words.high = words.high << 16 | words.low >> 48
      words.low = words.low << 16 | UInt64(group)
    }
    self.init(high: words.high, low: words.low)
  }
}

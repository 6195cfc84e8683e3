import FlowModel

/// A question for the name of an address, and its answer, as RFC 1035 writes them.
nonisolated enum PointerMessage {
  /// What a server said; no name where there is none.
  struct Answer: Equatable {
    var name: String?
    /// Seconds that it holds.
    var life: UInt32
  }

  private static let pointer: UInt16 = 12
  private static let internet: UInt16 = 1

  static func question(_ id: UInt16, _ address: Address) -> [UInt8] {
    var bytes: [UInt8] = [
      UInt8(id >> 8), UInt8(id & 0xff), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0,
    ]
    for label in labels(of: address) {
      bytes.append(UInt8(label.utf8.count))
      bytes += label.utf8
    }
    return bytes + [0, 0, UInt8(pointer), 0, UInt8(internet)]
  }

  /// `1.2.0.10.in-addr.arpa` (RFC 1035 3.5) or nibbles under `ip6.arpa` (RFC 3596 2.5).
  private static func labels(of address: Address) -> [String] {
    if let ipv4 = address.ipv4 {
      return (0..<4).map { String(ipv4 >> (8 * UInt32($0)) & 0xff) } + ["in-addr", "arpa"]
    }
    let nibbles = [address.low, address.high].flatMap { word in
      (0..<16).map { String(word >> (4 * UInt64($0)) & 0xf, radix: 16) }
    }
    return nibbles + ["ip6", "arpa"]
  }

  /// Reads an answer to a question; nil where it is none, whatever the bytes.
  static func answer(_ bytes: [UInt8], to question: [UInt8]) -> Answer? {
    let body = 12..<question.count
    guard bytes.count >= question.count, bytes[0..<2] == question[0..<2], bytes[2] & 0x80 != 0,
      bytes[4...5] == [0, 1], bytes[body].elementsEqual(question[body])
    else { return nil }
    let refusal = bytes[3] & 0x0f
    // 3: there is no such name. Anything else but 0 may be otherwise the next time.
    guard refusal == 0 || refusal == 3 else { return Answer(name: nil, life: 60) }
    var at = question.count
    for _ in 0..<number(bytes, 6) {
      guard let end = skipName(bytes, at), end + 10 <= bytes.count else { break }
      let length = Int(number(bytes, end + 8))
      let data = end + 10
      guard data + length <= bytes.count else { break }
      if number(bytes, end) == pointer, number(bytes, end + 2) == internet {
        let life = UInt32(number(bytes, end + 4)) << 16 | UInt32(number(bytes, end + 6))
        return name(bytes, data).map { Answer(name: $0, life: life) }
      }
      at = data + length
    }
    return Answer(name: nil, life: 600)
  }

  private static func number(_ bytes: [UInt8], _ at: Int) -> UInt16 {
    UInt16(bytes[at]) << 8 | UInt16(bytes[at + 1])
  }

  private static func skipName(_ bytes: [UInt8], _ start: Int) -> Int? {
    var at = start
    while at < bytes.count {
      switch bytes[at] {
      case 0: return at + 1
      case 0xc0...: return at + 2
      case 1...63: at += Int(bytes[at]) + 1
      default: return nil
      }
    }
    return nil
  }

  /// The name at a place, through its compression (RFC 1035 4.1.4); nil where it leads nowhere.
  ///
  /// A server may send any byte: what is no letter, digit, hyphen or underscore turns into `?`.
  private static func name(_ bytes: [UInt8], _ start: Int) -> String? {
    var at = start
    var labels: [String] = []
    var length = 0
    // Each turn takes a label or follows a pointer: a circle ends here.
    for _ in 0..<128 {
      guard at < bytes.count else { return nil }
      let count = Int(bytes[at])
      switch count {
      case 0: return labels.isEmpty ? nil : labels.joined(separator: ".")
      case 0xc0...:
        guard at + 1 < bytes.count else { return nil }
        at = (count & 0x3f) << 8 | Int(bytes[at + 1])
      case 1...63:
        guard at + 1 + count <= bytes.count else { return nil }
        length += count + 1
        if length > 255 { return nil }
        labels.append(
          String(decoding: bytes[(at + 1)..<(at + 1 + count)].map(plain), as: UTF8.self))
        at += count + 1
      default: return nil
      }
    }
    return nil
  }

  private static func plain(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      byte
    default: UInt8(ascii: "?")
    }
  }
}

import FlowModel

/// Prints the elements of an anonymous set or map: `{ 80, 443 }`.
struct SetText {
  private let printer: RuleText
  private let set: Ruleset.SetDefinition
  private let parts: [RuleReader.Symbol]

  /// More than these are cut short, for a person who reads the rule.
  private static let most = 64

  init(_ printer: RuleText, _ set: Ruleset.SetDefinition, _ parts: [RuleReader.Symbol]) {
    self.printer = printer
    self.set = set
    self.parts = parts
  }

  var text: String {
    guard let elements = set.elements else { return "{ ... }" }
    var words =
      set.flags.contains(.interval) && parts.count == 1
      ? intervals(elements) : sorted(elements).map(element)
    if let catchall = elements.first(where: \.isCatchall) { words.append("*" + data(catchall)) }
    if words.count > Self.most { words = words.prefix(Self.most) + ["..."] }
    return words.isEmpty ? "{ }" : "{ \(words.joined(separator: ", ")) }"
  }

  /// In the order of their values, as nft(8) lists them; the kernel's own is that of a hash.
  private func sorted(_ elements: [Ruleset.Element]) -> [Ruleset.Element] {
    let isHost =
      switch parts.first?.type {
      case .bits, .mark, .device, .number(host: true): parts.first?.isSwapped == false
      default: false
      }
    let key = { (element: Ruleset.Element) in
      isHost && 1.littleEndian == 1 ? element.key.reversed() : element.key
    }
    return elements.filter { !$0.isCatchall }.sorted { key($0).lexicographicallyPrecedes(key($1)) }
  }

  private func element(_ element: Ruleset.Element) -> String {
    var fields: [String] = []
    var offset = 0
    for part in parts {
      let length = part.type.length ?? min(part.length, max(0, element.key.count - offset))
      guard offset + length <= element.key.count else { break }
      let low = Array(element.key[offset..<offset + length])
      let high = element.keyEnd.flatMap { end in
        offset + length <= end.count ? Array(end[offset..<offset + length]) : nil
      }
      fields.append(range(low, high ?? low, part))
      offset += (length + 3) / 4 * 4
    }
    return fields.joined(separator: " . ") + data(element)
  }

  private func intervals(_ elements: [Ruleset.Element]) -> [String] {
    let sorted = elements.filter { !$0.isCatchall }
      .sorted {
        let (a, b) = (SetKey($0.key), SetKey($1.key))
        return a != b ? a < b : $0.isIntervalEnd && !$1.isIntervalEnd
      }
    var words: [String] = []
    for (index, element) in sorted.enumerated() where !element.isIntervalEnd {
      let length = element.key.count
      let end: [UInt8]
      if let given = element.keyEnd {
        end = given
      } else if index + 1 < sorted.count {
        end = Self.before(sorted[index + 1].key)
      } else {
        end = [UInt8](repeating: 0xff, count: length)
      }
      words.append(range(element.key, end, parts[0]) + data(element))
    }
    return words
  }

  /// The octets just below.
  private static func before(_ octets: [UInt8]) -> [UInt8] {
    var octets = octets
    for index in octets.indices.reversed() {
      octets[index] &-= 1
      if octets[index] != 0xff { break }
    }
    return octets
  }

  private func range(_ low: [UInt8], _ high: [UInt8], _ part: RuleReader.Symbol) -> String {
    let text = { (octets: [UInt8]) in
      part.type.text(octets, isSwapped: part.isSwapped, devices: printer.devices)
    }
    if low == high { return text(low) }
    switch part.type {
    case .address:
      let mask = zip(low, high).map { ~($0 ^ $1) }
      let isBlock = zip(low, mask).allSatisfy { $0 & ~$1 == 0 }
      if isBlock, let bits = RuleReader.prefix(mask) { return "\(text(low))/\(bits)" }
    case .text:
      let shared = zip(low, high).prefix { $0 == $1 }.count
      return "\"" + String(decoding: low.prefix(shared), as: UTF8.self) + "*\""
    default: break
    }
    return "\(text(low))-\(text(high))"
  }

  private func data(_ element: Ruleset.Element) -> String {
    switch element.data {
    case nil: ""
    case .verdict(let verdict): " : \(verdict.text)"
    case .value(let octets): " : \(ValueType.mark.text(octets))"
    case .object(let name): " : \"\(name)\""
    }
  }
}

/// Numbers and addresses as a filter writes them; each reader gives nil for anything else.
enum FilterNumber {
  /// A whole number, decimal or hexadecimal with `0x`.
  static func whole(_ text: some StringProtocol) -> UInt64? {
    if text.hasPrefix("0x") || text.hasPrefix("0X") {
      let digits = text.dropFirst(2)
      return digits.utf8.allSatisfy(\.isHexadecimal) ? UInt64(digits, radix: 16) : nil
    }
    return text.utf8.allSatisfy(\.isDigit) ? UInt64(text) : nil
  }

  /// Ports: `443`, or `8000-8100`.
  static func ports(_ text: String) -> ClosedRange<UInt16>? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) }),
      let from = UInt16(parts[0]), let to = UInt16(parts[parts.count - 1]), from <= to
    else { return nil }
    return from...to
  }

  /// An amount with its unit, in what the amount is counted in: `1.5M`, `64Ki`, `90m`.
  ///
  /// Nil also for what is no whole number of that, or too large for it.
  static func amount(_ text: String, _ amount: FilterTest.Amount) -> UInt64? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    var rest = text[digits.endIndex...]
    switch amount {
    case .rate:
      let ends = ["bit/s", "bits", "bps", "bit"]
      if let end = ends.first(where: rest.lowercased().hasSuffix) {
        rest = rest.dropLast(end.utf8.count)
      } else if rest.hasSuffix("b/s") {
        // A capital B would be eight times as much: rather nothing than a wrong guess.
        rest = rest.dropLast(3)
      }
    case .bytes where rest.last == "B" || rest.last == "b": rest = rest.dropLast()
    default: break
    }
    let isTime = amount == .age || amount == .timeout
    guard let unit = isTime ? seconds(rest) : multiple(rest) else { return nil }
    return scaled(digits, by: unit)
  }

  private static func seconds(_ unit: Substring) -> UInt64? {
    switch unit.lowercased() {
    case "", "s": 1
    case "m": 60
    case "h": 3600
    case "d": 86_400
    default: nil
    }
  }

  private static func multiple(_ unit: Substring) -> UInt64? {
    switch unit.lowercased() {
    case "": 1
    case "k": 1000
    case "m": 1_000_000
    case "g": 1_000_000_000
    case "t": 1_000_000_000_000
    case "ki": 1 << 10
    case "mi": 1 << 20
    case "gi": 1 << 30
    case "ti": 1 << 40
    default: nil
    }
  }

  /// `1.5` by 1000 is 1500, without the detour of a fraction.
  private static func scaled(_ digits: Substring, by unit: UInt64) -> UInt64? {
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, !digits.isEmpty, let whole = UInt64(parts[0]) else { return nil }
    let (product, isTooLarge) = whole.multipliedReportingOverflow(by: unit)
    guard !isTooLarge else { return nil }
    guard parts.count == 2 else { return product }
    guard (1...12).contains(parts[1].count), var fraction = UInt64(parts[1]) else { return nil }
    var divisor: UInt64 = 1
    for _ in 0..<parts[1].count { divisor *= 10 }
    // Both stay below 10^12 * 2^40, which is more than there is room for: by halves of it.
    let common = greatestCommonDivisor(unit, divisor)
    guard fraction % (divisor / common) == 0 else { return nil }
    fraction /= divisor / common
    let (part, isTooMuch) = fraction.multipliedReportingOverflow(by: unit / common)
    let (sum, overflows) = product.addingReportingOverflow(part)
    return isTooMuch || overflows ? nil : sum
  }

  private static func greatestCommonDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }

  /// An amount in the largest unit that holds it whole.
  static func text(_ number: UInt64, _ amount: FilterTest.Amount) -> String {
    let isTime = amount == .age || amount == .timeout
    let units: [(String, UInt64)] =
      isTime
      ? [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)]
      : [("T", 1_000_000_000_000), ("G", 1_000_000_000), ("M", 1_000_000), ("K", 1000)]
    for (name, unit) in units where number > 0 && number % unit == 0 {
      return "\(number / unit)\(name)"
    }
    return String(number)
  }

  // MARK: Addresses

  /// One address, with or without the brackets that stand before a port.
  static func address(_ text: some StringProtocol) -> Address? {
    text.hasPrefix("[") && text.hasSuffix("]")
      ? Address(reading: text.dropFirst().dropLast()) : Address(reading: text)
  }

  /// A block of addresses: an address, a slash and a length; bits behind the length are dropped.
  static func prefix(_ text: String) -> AddressPrefix? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = address(parts[0]),
      !parts[1].isEmpty, parts[1].utf8.allSatisfy(\.isDigit), let length = UInt8(parts[1])
    else { return nil }
    guard address.ipv4 != nil else {
      return length <= 128 ? AddressPrefix(address.masked(to: Int(length)), length: length) : nil
    }
    // An IPv4 address that is written as IPv6 counts its length from there.
    let before: UInt8 = parts[0].contains(":") ? 96 : 0
    guard length >= before, length - before <= 32 else { return nil }
    return AddressPrefix(
      address.masked(to: Int(length - before) + 96), length: length - before)
  }

  /// An address, a block of them, or the first numbers of an IPv4 network: `10`, `192.168`.
  static func network(_ text: String, abbreviates: Bool) -> AddressPrefix? {
    if let prefix = prefix(text) { return prefix }
    if let address = address(text) {
      return AddressPrefix(address, length: address.ipv4 == nil ? 128 : 32)
    }
    guard abbreviates else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count < 4 else { return nil }
    let whole = text + String(repeating: ".0", count: 4 - parts.count)
    return Address(reading: whole).map { AddressPrefix($0, length: UInt8(8 * parts.count)) }
  }
}

extension UInt8 {
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  var isHexadecimal: Bool { isDigit || (lowered >= 0x61 && lowered <= 0x66) }
}

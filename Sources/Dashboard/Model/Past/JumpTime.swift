/// A moment as an operator types it: `14:32`, `14:32:07`, `-90s`, `+5m`, `-1h`.
package struct JumpTime: Sendable, Equatable {
  /// Nanoseconds since 1970.
  package let wallTime: UInt64

  private static let day: UInt64 = 86_400

  /// Reads a time of the day of `now`, or a span from it; nil for what is neither.
  ///
  /// `offset`: seconds that the operator's clock is ahead of UTC.
  package init?(_ text: String, now: UInt64, offset: Int) {
    let text = text.filter { $0 != " " }
    if let sign = text.first, sign == "-" || sign == "+" {
      guard let seconds = Self.span(text.dropFirst()) else { return nil }
      let step = seconds * 1_000_000_000
      wallTime = sign == "-" ? now - min(now, step) : now + step
      return
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { $0.count <= 2 ? Self.number($0) : nil }
    guard (2...3).contains(parts.count), numbers.count == parts.count,
      numbers[0] < 24, numbers[1] < 60, numbers.count < 3 || numbers[2] < 60
    else { return nil }
    let clock = numbers[0] * 3600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0)
    let local = Int(now / 1_000_000_000) + offset
    let midnight = local - ((local % Int(Self.day)) + Int(Self.day)) % Int(Self.day)
    let seconds = midnight + Int(clock) - offset
    guard seconds >= 0 else { return nil }
    wallTime = UInt64(seconds) * 1_000_000_000
  }

  private static func number(_ text: Substring) -> UInt64? {
    text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? UInt64(text) : nil
  }

  private static func span(_ text: Substring) -> UInt64? {
    guard let unit = text.last else { return nil }
    let units: [Character: UInt64] = ["s": 1, "m": 60, "h": 3600, "d": day]
    let digits = units[unit] == nil ? text : text.dropLast()
    guard digits.count <= 6, let number = number(digits) else { return nil }
    return number * (units[unit] ?? 1)
  }
}

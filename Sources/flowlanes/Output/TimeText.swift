import FlowModel

nonisolated extension TextBuffer {
  /// Appends a moment, in nanoseconds since 1970, as RFC 3339 in UTC: `2026-09-14T08:15:30.25Z`.
  ///
  /// The fraction is as long as it needs to be.
  mutating func append(time nanoseconds: UInt64) {
    let seconds = nanoseconds / 1_000_000_000
    let (year, month, day) = Self.date(days: seconds / 86_400)
    append(number: year)
    append(UInt8(ascii: "-"))
    append(twoDigits: month)
    append(UInt8(ascii: "-"))
    append(twoDigits: day)
    append(UInt8(ascii: "T"))
    append(twoDigits: seconds / 3600 % 24)
    append(UInt8(ascii: ":"))
    append(twoDigits: seconds / 60 % 60)
    append(UInt8(ascii: ":"))
    append(twoDigits: seconds % 60)
    append(fraction: nanoseconds % 1_000_000_000)
    append(UInt8(ascii: "Z"))
  }

  private mutating func append(twoDigits number: UInt64) {
    append(UInt8(ascii: "0") + UInt8(number / 10))
    append(UInt8(ascii: "0") + UInt8(number % 10))
  }

  private mutating func append(fraction nanoseconds: UInt64) {
    guard nanoseconds > 0 else { return }
    append(UInt8(ascii: "."))
    var rest = nanoseconds
    var unit: UInt64 = 100_000_000
    while rest > 0 {
      append(UInt8(ascii: "0") + UInt8(rest / unit))
      rest %= unit
      unit /= 10
    }
  }

  /// The date of a day counted from 1 January 1970, by the Gregorian calendar.
  private static func date(days: UInt64) -> (year: UInt64, month: UInt64, day: UInt64) {
    var year: UInt64 = 1970
    var rest = days
    while rest >= length(ofYear: year) {
      rest -= length(ofYear: year)
      year += 1
    }
    let february: UInt64 = length(ofYear: year) == 366 ? 29 : 28
    var month: UInt64 = 1
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
      if rest < length { break }
      rest -= length
      month += 1
    }
    return (year, month, rest + 1)
  }

  private static func length(ofYear year: UInt64) -> UInt64 {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365
  }
}

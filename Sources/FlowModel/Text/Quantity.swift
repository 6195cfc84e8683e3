/// Numbers as an operator reads them: three significant places, with a unit.
package enum Quantity {
  /// A rate in bits per second as `12.4 Mb/s`, or in bytes as `1.55 MB/s`.
  ///
  /// SI units, 1000 to a step.
  package static func rate(_ bitsPerSecond: Double, inBytes: Bool = false) -> String {
    scaled(inBytes ? bitsPerSecond / 8 : bitsPerSecond) + (inBytes ? "B/s" : "b/s")
  }

  /// An amount of bytes as `1.2 GB`.
  ///
  /// SI units, 1000 to a step.
  package static func bytes(_ count: UInt64) -> String { scaled(Double(count)) + "B" }

  /// A rate in bits per second, in these units: `11.8 Mib/s`.
  package static func rate(_ bitsPerSecond: Double, _ units: Units) -> String {
    scaled(units.inBytes ? bitsPerSecond / 8 : bitsPerSecond, isBinary: units.isBinary)
      + (units.inBytes ? "B/s" : "b/s")
  }

  /// An amount of bytes, in these units: `1.1 GiB`.
  package static func bytes(_ count: UInt64, _ units: Units) -> String {
    scaled(Double(count), isBinary: units.isBinary) + "B"
  }

  /// A number in a narrow column: `12.4 M`, `940`.
  package static func amount(_ count: UInt64) -> String { withoutBlank(scaled(Double(count))) }

  /// An amount of bytes that grows while it is looked at, in two significant places: `1.2 GB`, `340 MB`.
  package static func roundBytes(_ count: UInt64, _ units: Units) -> String {
    scaled(Double(count), isBinary: units.isBinary, inTwoPlaces: true) + "B"
  }

  /// The same of a number: `12 M`, `940`.
  package static func roundAmount(_ count: UInt64) -> String {
    withoutBlank(scaled(Double(count), inTwoPlaces: true))
  }

  /// What is below 1000 has no unit behind its blank.
  private static func withoutBlank(_ text: String) -> String {
    text.last == " " ? String(text.dropLast()) : text
  }

  /// A whole number with commas between thousands: `262,144`.
  package static func count(_ number: Int) -> String {
    var digits = Array(String(number.magnitude))
    var at = digits.count - 3
    while at > 0 {
      digits.insert(",", at: at)
      at -= 3
    }
    return (number < 0 ? "-" : "") + String(digits)
  }

  /// A span in seconds as one short word: `45 s` is `45s`, then `12m`, `3h07`, `2d4h`.
  package static func span(seconds: UInt64) -> String {
    switch seconds {
    case ..<100: "\(seconds)s"
    case ..<6000: "\(seconds / 60)m"
    case ..<86_400: "\(seconds / 3600)h\(twoDigits(seconds / 60 % 60))"
    case ..<8_640_000: "\(seconds / 86_400)d\(seconds / 3600 % 24)h"
    default: "\(seconds / 86_400)d"
    }
  }

  /// A span in seconds cut to what is worth telling while it grows or shrinks: tens of seconds from 10 s on,
  /// ten minutes from 100 minutes on.
  package static func coarse(seconds: UInt64) -> UInt64 {
    switch seconds {
    case ..<10: seconds
    case ..<100: seconds / 10 * 10
    case ..<6000: seconds
    default: seconds / 600 * 600
    }
  }

  /// A span in nanoseconds as `4 ms` or `1.2 s`; `<1 ms` for what is shorter.
  package static func duration(nanoseconds: UInt64) -> String {
    switch nanoseconds {
    case ..<1_000_000: "<1 ms"
    case ..<1_000_000_000: "\(nanoseconds / 1_000_000) ms"
    default:
      "\(nanoseconds / 1_000_000_000)"
        + (nanoseconds % 1_000_000_000 >= 100_000_000
          ? ".\(nanoseconds / 100_000_000 % 10)" : "") + " s"
    }
  }

  /// A polling interval in nanoseconds as `500 ms` or `1 s`.
  package static func interval(_ nanoseconds: UInt64) -> String {
    nanoseconds % 1_000_000_000 == 0
      ? "\(nanoseconds / 1_000_000_000) s" : "\(nanoseconds / 1_000_000) ms"
  }

  package static func twoDigits(_ number: UInt64) -> String {
    number < 10 ? "0\(number)" : String(number)
  }

  /// Scales by thousands: `0 `, `999 `, `1.5 k`, `12.4 M`, `124 G`; one decimal below 100.
  ///
  /// By 1024 instead where `isBinary`: `1.5 Ki`, `124 Gi`. In two places: `1.5 k`, `12 M`, `120 G`.
  private static func scaled(
    _ value: Double, isBinary: Bool = false, inTwoPlaces: Bool = false
  ) -> String {
    // Beyond that no unit is left, and an Int soon would not hold the digits.
    guard value < 1e24 else { return "? " }
    var rest = max(0, value)
    var unit = 0
    let units =
      isBinary
      ? ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"] : ["", "k", "M", "G", "T", "P", "E"]
    // From 1000 of a unit on the next is used, of binary ones too: four digits find no room.
    while rest >= (inTwoPlaces ? 995 : 999.5) && unit < units.count - 1 {
      rest /= isBinary ? 1024 : 1000
      unit += 1
    }
    if inTwoPlaces, rest >= 9.95 {
      let ten = rest >= 99.5 ? 10.0 : 1
      return "\(Int((rest / ten).rounded() * ten)) \(units[unit])"
    }
    if unit == 0 || rest >= 99.95 { return "\(Int(rest.rounded())) \(units[unit])" }
    let tenths = Int((rest * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }
}

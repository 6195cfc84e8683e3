import Canvas
import FlowModel

// Values as RFC 8259 writes them.
nonisolated extension TextBuffer {
  /// Appends a string in quotes; what is no valid UTF-8 became U+FFFD when the string was made.
  ///
  /// RFC 8259 asks for escapes below U+0020 only; here all that a terminal would obey is escaped,
  /// for a person may look.
  mutating func append(jsonString text: String) {
    append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": append(literal: "\\\"")
      case "\\": append(literal: "\\\\")
      case _ where scalar.isPrintable: bytes.append(contentsOf: Character(scalar).utf8)
      default: for unit in Character(scalar).utf16 { append(jsonEscape: unit) }
      }
    }
    append(UInt8(ascii: "\""))
  }

  private mutating func append(jsonEscape unit: UInt16) {
    append(literal: "\\u")
    for shift in [12, 8, 4, 0] { append(hexadecimal: UInt64(unit >> UInt16(shift) & 15)) }
  }

  mutating func append(jsonString text: String?) {
    if let text { append(jsonString: text) } else { append(literal: "null") }
  }

  mutating func append(json number: (some UnsignedInteger)?) {
    if let number { append(number: UInt64(number)) } else { append(literal: "null") }
  }

  /// Appends a rate as whole bits per second.
  mutating func append(jsonRate rate: Double?) {
    append(json: rate.flatMap { UInt64(exactly: $0.rounded()) })
  }
}

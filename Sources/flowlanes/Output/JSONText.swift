import FlowModel

// Values as RFC 8259 writes them.
nonisolated extension TextBuffer {
  /// Appends a string in quotes; what is no valid UTF-8 became U+FFFD when the string was made.
  mutating func append(jsonString text: String) {
    append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append(literal: "\\\"")
      case UInt8(ascii: "\\"): append(literal: "\\\\")
      case 0..<0x20, 0x7f:
        append(literal: "\\u00")
        append(hexadecimal: UInt64(byte >> 4))
        append(hexadecimal: UInt64(byte & 15))
      default: append(byte)
      }
    }
    append(UInt8(ascii: "\""))
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

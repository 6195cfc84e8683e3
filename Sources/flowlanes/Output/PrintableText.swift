import Canvas
import FlowModel

nonisolated extension TextBuffer {
  /// Appends text from outside: what is not printable, a tab or an escape sequence's start among
  /// it, turns into `?`.
  mutating func append(printable text: String) {
    for scalar in text.unicodeScalars {
      if scalar.isPrintable {
        bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      } else {
        append(UInt8(ascii: "?"))
      }
    }
  }
}

/// Breaks text between words.
package enum Wrapping {
  /// The lines of a text, none wider than `width` unless a single word is.
  package static func lines(_ text: String, width: Int, indent: String = "") -> [String] {
    var result: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      let candidate = line.isEmpty ? String(word) : "\(line) \(word)"
      if Canvas.columns(candidate) > width && !line.isEmpty {
        result.append(line)
        line = indent + word
      } else {
        line = candidate
      }
    }
    result.append(line)
    return result
  }
}

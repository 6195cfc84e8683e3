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

  /// The pieces of one line with all its blanks, none wider than `width`, parted behind a blank where
  /// there is one.
  package static func pieces(_ line: some StringProtocol, width: Int) -> [String] {
    var result: [String] = []
    var piece = ""
    var columns = 0
    for character in line {
      let own = Canvas.columns(String(character))
      if columns + own > width && !piece.isEmpty {
        var kept = piece[...]
        if let blank = piece.lastIndex(of: " "), piece[..<blank].contains(where: { $0 != " " }) {
          kept = piece[...blank]
        }
        result.append(String(kept))
        piece = String(piece[kept.endIndex...])
        columns = Canvas.columns(piece)
      }
      piece.append(character)
      columns += own
    }
    result.append(piece)
    return result
  }
}

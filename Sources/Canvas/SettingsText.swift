/// The words of the lines of a file of settings: a theme, a configuration.
package enum SettingsText {
  /// White space includes the carriage return before a line feed.
  package static func isBlank(_ character: Character) -> Bool {
    [" ", "\t", "\r", "\u{feff}"].contains(character)
  }

  package static func trim(_ text: some StringProtocol) -> Substring {
    var rest = Substring(text)
    while let first = rest.first, isBlank(first) { rest.removeFirst() }
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    return rest
  }

  package static func words(_ text: String) -> [String] {
    text.split(whereSeparator: isBlank).map(String.init)
  }

  /// A `#` starts a comment at the start of a line, or between blanks; elsewhere it is itself.
  package static func withoutComment(_ line: String) -> Substring {
    var isFirst = true
    var isAfterBlank = true
    for index in line.indices {
      if line[index] == "#" {
        let next = line.index(after: index)
        let isBeforeBlank = next == line.endIndex || isBlank(line[next])
        if isFirst || (isAfterBlank && isBeforeBlank) { return line[..<index] }
      }
      isAfterBlank = isBlank(line[index])
      isFirst = isFirst && isAfterBlank
    }
    return line[...]
  }

  /// What a file says, fit for a message: printable, and not too long.
  package static func quote(_ text: some StringProtocol) -> String {
    var quoted = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(40) {
      quoted.append(scalar.isPrintable ? scalar : "?")
    }
    return "“\(String(quoted))\(text.unicodeScalars.count > 40 ? "…" : "")”"
  }
}

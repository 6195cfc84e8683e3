/// A line of a theme file that could not be used.
///
/// The rest of the file still works.
package struct ThemeProblem: Equatable, Sendable, CustomStringConvertible {
  /// Counted from 1.
  package let line: Int
  /// What is wrong, and what could stand there; free of control characters.
  package let reason: String

  package init(line: Int, reason: String) {
    self.line = line
    self.reason = reason
  }

  package var description: String { "line \(line): \(reason)" }
}

extension Theme {
  /// Reads a theme file; the comment at the top of `themes/default.theme` explains the format.
  ///
  /// A line with a problem changes nothing: its role keeps the style built into the program.
  package static func parse(
    _ text: String, name: String
  ) -> (theme: Theme, problems: [ThemeProblem]) {
    var parser = ThemeParser()
    // A carriage return before the line feed is white space, which each line loses.
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      do {
        try parser.read(String(line), line: index + 1)
      } catch {
        parser.problems.append(ThemeProblem(line: index + 1, reason: error.reason))
      }
    }
    return (Theme(name: name, entries: parser.entries), parser.problems)
  }
}

/// Reads a theme line by line.
private struct ThemeParser {
  struct Failure: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
  }

  var entries: [Role: Theme.Entry] = [:]
  var problems: [ThemeProblem] = []
  private var lineOfRole: [Role: Int] = [:]

  mutating func read(_ raw: String, line: Int) throws(Failure) {
    let text = SettingsText.trim(SettingsText.withoutComment(raw))
    if text.isEmpty { return }
    guard let equals = text.firstIndex(of: "=") else {
      throw Failure("“role = colour” expected, \(SettingsText.quote(text)) found")
    }
    let name = SettingsText.trim(text[..<equals])
    guard let role = Role.allCases.first(where: { $0.name == name }) else {
      throw Failure("there is no role \(SettingsText.quote(name))")
    }
    if let earlier = lineOfRole[role] {
      throw Failure("\(SettingsText.quote(name)) is set on line \(earlier) already")
    }
    entries[role] = try entry(text[text.index(after: equals)...])
    lineOfRole[role] = line
  }

  private func entry(_ text: Substring) throws(Failure) -> Theme.Entry {
    let parts = text.split(separator: "|", omittingEmptySubsequences: false)
    if parts.count > 3 {
      throw Failure("three styles at most: full colour | 16 colours | no colours")
    }
    var entry = Theme.Entry(try style(parts[0]))
    if parts.count > 1 {
      let few = try style(parts[1])
      for color in [few.foreground, few.background] {
        guard let color, color != color.reduced(to: .ansi16) else { continue }
        throw Failure("the second style is for 16 colours: use default or their names")
      }
      entry.few = few
    }
    if parts.count > 2 {
      let none = try style(parts[2])
      if none.foreground != nil || none.background != nil {
        throw Failure("the third style is for no colours: use plain, bold, dim, underline, reverse")
      }
      entry.none = none.attributes
    }
    return entry
  }

  /// `[colour] [on colour] [, attribute ...]`, or attributes alone.
  private func style(_ text: Substring) throws(Failure) -> Style {
    var style = Style()
    var saysNothing = true
    for (index, term) in text.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
      let words = term.split(whereSeparator: SettingsText.isBlank)
      if words.isEmpty { continue }
      saysNothing = false
      if words.count == 1, let attribute = attribute(words[0]) {
        style.attributes.formUnion(attribute)
      } else if index == 0 {
        try readColors(words[...], into: &style)
      } else {
        throw Failure(
          "\(SettingsText.quote(words.joined(separator: " "))) is no attribute: \(attributeNames)")
      }
    }
    if saysNothing { throw Failure("a colour or an attribute expected") }
    return style
  }

  private func readColors(
    _ words: ArraySlice<Substring>, into style: inout Style
  ) throws(Failure) {
    var rest = words
    if let first = rest.first, first != "on" {
      style.foreground = try color(first)
      rest = rest.dropFirst()
    }
    if rest.first == "on" {
      guard let ground = rest.dropFirst().first else {
        throw Failure("a colour expected after “on”")
      }
      style.background = try color(ground)
      rest = rest.dropFirst(2)
    }
    if let extra = rest.first {
      throw Failure("a comma expected before \(SettingsText.quote(extra))")
    }
  }

  private func color(_ word: Substring) throws(Failure) -> Color {
    if let color = Color(word) { return color }
    throw Failure(
      "\(SettingsText.quote(word)) is no colour: default, a name such as red or bright-red, 0 to 255, #rrggbb"
    )
  }

  private func attribute(_ word: Substring) -> Style.Attributes? {
    Style.Attributes.names.first { $0.name == word }?.attribute
  }

  private var attributeNames: String {
    Style.Attributes.names.map(\.name).joined(separator: ", ")
  }
}

import Canvas

extension Configuration {
  /// Takes over what a file says: `key = value` lines, and comments behind `#`.
  ///
  /// A line with a problem changes nothing; all others count. What the file does not name stays as
  /// it was, so that files can lie one over the other.
  package mutating func read(_ text: String) -> [ConfigurationProblem] {
    var parser = ConfigurationParser(self)
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() { parser.read(String(line), line: index + 1) }
    parser.bindKeys()
    self = parser.configuration
    return parser.problems.sorted { $0.line < $1.line }
  }
}

/// Reads a configuration line by line; keys are bound at the end, when all lines are known.
private struct ConfigurationParser {
  var configuration: Configuration
  var problems: [ConfigurationProblem] = []
  private var lineOfName: [String: Int] = [:]
  private var bindings: [(command: Command, keys: [Key], line: Int)] = []

  init(_ configuration: Configuration) { self.configuration = configuration }

  mutating func read(_ raw: String, line: Int) {
    let text = SettingsText.trim(SettingsText.withoutComment(raw))
    if text.isEmpty { return }
    do throws(ConfigurationFailure) {
      guard let equals = text.firstIndex(of: "=") else {
        throw ConfigurationFailure(
          "“setting = value” expected, \(SettingsText.quote(text)) found")
      }
      let name = String(SettingsText.trim(text[..<equals]))
      let value = String(SettingsText.trim(text[text.index(after: equals)...]))
      try take(name, value, line)
    } catch {
      report(line, error.reason)
    }
  }

  private mutating func take(
    _ name: String, _ value: String, _ line: Int
  ) throws(ConfigurationFailure) {
    if let earlier = lineOfName[name] {
      throw ConfigurationFailure(
        "\(SettingsText.quote(name)) is set on line \(earlier) already")
    }
    if name.hasPrefix("key.") {
      try bind(String(name.dropFirst(4)), value, line)
    } else if let key = ConfigurationKey(rawValue: name) {
      try key.read(value, into: &configuration)
    } else {
      throw ConfigurationFailure(
        "there is no setting \(SettingsText.quote(name)); flowlanes --print-config lists them")
    }
    lineOfName[name] = line
  }

  private mutating func bind(
    _ name: String, _ value: String, _ line: Int
  ) throws(ConfigurationFailure) {
    guard let command = Command(name: name) else {
      throw ConfigurationFailure(
        "there is no command \(SettingsText.quote(name)); flowlanes --print-config lists them")
    }
    var keys: [Key] = []
    let words = value == "none" ? [] : SettingsText.words(value)
    if words.isEmpty && value != "none" {
      throw ConfigurationFailure("key.\(name) takes keys such as x ^X F5 PgUp, or none")
    }
    for word in words {
      guard let key = Key(label: word) else {
        throw ConfigurationFailure(
          "\(SettingsText.quote(word)) is no key: a character, ^X, F1 to F63, Space, Enter, Esc, "
            + "Tab, Up, PgDn, Home ...")
      }
      if let fixed = Keymap.fixed[key], fixed != command {
        throw ConfigurationFailure("\(key.label) always means \(fixed.name)")
      }
      if !keys.contains(key) { keys.append(key) }
    }
    bindings.append((command, keys, line))
  }

  /// Binds the keys of all lines: what a line says goes before what was bound before this file.
  mutating func bindKeys() {
    var owner: [Key: (command: Command, line: Int)] = [:]
    var wanted: [(command: Command, keys: [Key], line: Int)] = []
    for binding in bindings {
      let keys = binding.keys.filter { key in
        guard let other = owner[key] else { return true }
        report(
          binding.line, "\(key.label) means \(other.command.name) already, by line \(other.line)")
        return false
      }
      for key in keys { owner[key] = (binding.command, binding.line) }
      // A conflict leaves a command the keys that it had; nobody asked for none.
      if !keys.isEmpty || binding.keys.isEmpty {
        wanted.append((binding.command, keys, binding.line))
      }
    }
    let named = Set(bindings.map(\.command))
    let before = configuration.keymap
    for binding in wanted { configuration.keymap.bind(binding.command, to: binding.keys) }
    for binding in wanted {
      for key in binding.keys {
        guard let loser = before.command(for: key), !named.contains(loser),
          configuration.keymap.labels(of: loser).isEmpty
        else { continue }
        report(
          binding.line,
          "\(key.label) was the only key of \(loser.name): give it another by key.\(loser.name)")
      }
    }
  }

  private mutating func report(_ line: Int, _ reason: String) {
    problems.append(ConfigurationProblem(line: line, reason: reason))
  }
}

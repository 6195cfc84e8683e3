import Canvas

extension Configuration {
  /// The configuration as a file with comments, which reads back as the same.
  package var file: String {
    var text = """
      # flowlanes reads $XDG_CONFIG_HOME/flowlanes/config (~/.config when unset), and for what that does
      # not say /etc/flowlanes/config. The command line goes before both. A line is `setting = value`;
      # a # at the start of a line, or with blanks around it, begins a comment. A line that cannot be
      # used is told with its number; the rest counts.

      """
    for key in ConfigurationKey.allCases {
      text += "\n"
      for line in key.comment.split(separator: "\n") { text += "# \(line)\n" }
      text += Self.line(key.rawValue, key.value(in: self))
    }
    text += """

      # Keys: several for a command, with blanks between; none leaves it without. A key goes from the
      # command that had it. A character stands for itself, ^X is Control and x; others are Space Enter
      # Esc Tab Shift-Tab Backspace Delete Up Down Left Right PgUp PgDn Home End F1 to F63, and Hash for #.
      # ^C always quits, ^Z always suspends.

      """
    for command in Command.allCases {
      let keys = keymap.keys(of: command).map { $0 == .character("#") ? "Hash" : $0.label }
      text += "\n# \(command.summary)\n"
      text += Self.line(
        "key.\(command.name)", keys.isEmpty ? "none" : keys.joined(separator: " "))
    }
    return text
  }

  private static func line(_ name: String, _ value: String) -> String {
    value.isEmpty ? "\(name) =\n" : "\(name) = \(value)\n"
  }
}

import Canvas

/// Why there is no screen to draw on.
package enum TerminalError: Error, Equatable, Sendable {
  /// Standard input or output is a file, a pipe or closed.
  case notATerminal(Stream)
  /// The environment has no `TERM`.
  case noType
  /// There is no terminfo entry for `TERM`.
  case unknownType(String)
  /// The terminal cannot move its cursor: `dumb`, and printers.
  case noCursorMovement(String)
  /// curses gave no further reason.
  case refused(String)

  package enum Stream: String, Sendable {
    case input = "standard input"
    case output = "standard output"
  }
}

extension TerminalError: CustomStringConvertible {
  /// One sentence for the operator.
  ///
  /// `TERM` comes from outside, so it is quoted as text only.
  package var description: String {
    switch self {
    case .notATerminal(let stream):
      "\(stream.rawValue) is not a terminal; use `flowlanes list` there"
    case .noType:
      "TERM is not set; set it to the terminal's name, such as xterm-256color, or use `flowlanes list`"
    case .unknownType(let type):
      "there is no terminfo entry for TERM=\(Self.quote(type)); install ncurses-term, "
        + "set TERM to a known name such as xterm, or use `flowlanes list`"
    case .noCursorMovement(let type):
      "a terminal of type \(Self.quote(type)) cannot show a screen; use `flowlanes list`"
    case .refused(let type):
      "curses could not start on a terminal of type \(Self.quote(type)); use `flowlanes list`"
    }
  }

  private static func quote(_ text: String) -> String {
    String(
      String.UnicodeScalarView(text.unicodeScalars.prefix(40).map { $0.isPrintable ? $0 : "?" }))
  }
}

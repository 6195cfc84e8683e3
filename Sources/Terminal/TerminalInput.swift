package import Canvas

/// What comes from the terminal.
package nonisolated enum TerminalInput: Equatable, Sendable {
  case key(Key)
  /// The mouse did something in this cell, counted from 0.
  case mouse(x: Int, y: Int, Mouse)

  package nonisolated enum Mouse: Equatable, Sendable {
    case click
    case wheelUp
    case wheelDown
  }
}

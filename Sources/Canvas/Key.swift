/// One thing that the operator did at the keyboard, free of the terminal's encoding.
package enum Key: Hashable, Sendable {
  /// A printable scalar, as typed: `.character("x")`, `.character("X")`.
  case character(Unicode.Scalar)
  /// Control and a letter, lower case: `.control("c")`.
  case control(Unicode.Scalar)
  case function(Int)
  case up
  case down
  case left
  case right
  case pageUp
  case pageDown
  case home
  case end
  case enter
  case escape
  case tab
  case backTab
  case backspace
  case delete
}

/// One column of one row: a printable scalar and what it means.
///
/// A wide scalar fills two cells: the second is a `tail` and prints nothing.
package struct Cell: Equatable, Sendable {
  package private(set) var scalar: Unicode.Scalar
  package var role: Role
  package private(set) var isTail: Bool

  /// A cell can hold no control character nor a combining one, whoever made the text: such a
  /// scalar turns into `?`.
  package init(_ scalar: Unicode.Scalar, role: Role) {
    self.scalar = scalar.isPrintable && scalar.columns > 0 ? scalar : "?"
    self.role = role
    isTail = false
  }

  package static func blank(_ role: Role) -> Cell { Cell(" ", role: role) }

  static func tail(_ role: Role) -> Cell {
    var cell = Cell(" ", role: role)
    cell.isTail = true
    return cell
  }
}

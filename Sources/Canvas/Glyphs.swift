/// The signs beside letters and digits: one set for UTF-8, one for ASCII.
package struct Glyphs: Equatable, Sendable {
  /// Heights of a history column, lowest first; the first stands for nothing at all.
  package var bars: [Unicode.Scalar]
  package var horizontal: Unicode.Scalar
  package var vertical: Unicode.Scalar
  package var topLeft: Unicode.Scalar
  package var topRight: Unicode.Scalar
  package var bottomLeft: Unicode.Scalar
  package var bottomRight: Unicode.Scalar
  /// What stands for a value that the kernel did not say.
  package var unknown: Unicode.Scalar
  package var ellipsis: Unicode.Scalar
  package var arrow: String
  /// The other way, and from a line to the one below it.
  package var backArrow: String
  package var downArrow: Unicode.Scalar
  package var descending: Unicode.Scalar
  package var ascending: Unicode.Scalar
  package var pin: Unicode.Scalar
  package var atLeast: Unicode.Scalar

  package static let utf8 = Glyphs(
    bars: [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"], horizontal: "─", vertical: "│",
    topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘", unknown: "—", ellipsis: "…",
    arrow: "→", backArrow: "←", downArrow: "↓", descending: "▾", ascending: "▴", pin: "★",
    atLeast: "≥")

  package static let ascii = Glyphs(
    bars: [" ", "_", ".", ":", "-", "=", "+", "*", "#"], horizontal: "-", vertical: "|",
    topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+", unknown: "-", ellipsis: "~",
    arrow: "->", backArrow: "<-", downArrow: "v", descending: "v", ascending: "^", pin: "*",
    atLeast: ">")
}

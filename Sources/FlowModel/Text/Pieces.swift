/// Pieces of text, by the octets of UTF-8 and by scalars, not by what the eye takes for one letter.
///
/// The standard library has the like in its part for regular expressions (`contains(_:)`,
/// `replacing(_:with:)`), which a static program would carry with it: 1.4 MB.
extension StringProtocol {
  /// Whether the piece stands anywhere in the text; an empty one does.
  package func holds(_ piece: String) -> Bool { place(of: piece) != nil }

  /// Where the piece stands first.
  package func place(of piece: String) -> Range<Index>? {
    let text = utf8
    let wanted = piece.utf8
    var start = text.startIndex
    while true {
      let rest = text[start...]
      if rest.starts(with: wanted) {
        return start..<text.index(start, offsetBy: wanted.count)
      }
      if start == text.endIndex { return nil }
      text.formIndex(after: &start)
    }
  }

  /// The text with another piece wherever the scalar stood, even where marks that combine follow it.
  package func exchanging(_ old: Unicode.Scalar, for new: String) -> String {
    guard unicodeScalars.contains(old) else { return String(self) }
    var text = ""
    for scalar in unicodeScalars {
      if scalar == old { text += new } else { text.unicodeScalars.append(scalar) }
    }
    return text
  }
}

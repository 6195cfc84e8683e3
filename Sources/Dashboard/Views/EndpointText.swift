package import Canvas

/// An endpoint in a narrow column: the middle of its address goes, its port stays.
package enum EndpointText {
  /// `[2001:db8:1::a1b2:c3ff:fe34:5678]:443` in 20 columns: `[2001:db…e34:5678]:443`.
  ///
  /// The head of an address says which network, its tail which host.
  package static func fitted(_ text: String, _ width: Int, _ glyphs: Glyphs) -> String {
    let length = text.count
    guard length > width else { return text }
    guard width > 1 else { return String(text.prefix(max(0, width))) }
    let kept = width - 1
    let suffix = min(length - addressLength(text), kept)
    let head = max(0, kept - suffix) / 2
    return text.prefix(head) + String(Character(glyphs.ellipsis)) + text.suffix(kept - head)
  }

  /// How much of the text comes before its port or ICMP id.
  private static func addressLength(_ text: String) -> Int {
    let end =
      if let bracket = text.lastIndex(of: "]") {
        bracket
      } else if let blank = text.lastIndex(of: " ") {
        blank
      } else if text.contains("."), let colon = text.lastIndex(of: ":") {
        colon
      } else {
        text.endIndex
      }
    return text.distance(from: text.startIndex, to: end)
  }
}

/// How cells look, in the parameters of SGR (ECMA-48): what `\e[...m` takes.
package nonisolated struct Look: Hashable, Sendable {
  /// Bold 1, dim 2, underline 4, reverse 7; ascending.
  package var attributes: [UInt8]
  /// `38;5;231`; empty where the terminal has no colours.
  package var foreground: String
  package var background: String

  package init(_ attributes: [UInt8] = [], foreground: String = "", background: String = "") {
    self.attributes = attributes
    self.foreground = foreground
    self.background = background
  }

  /// The shortest sequence that turns the look before into this one; from nil, an unknown one, all is said.
  package func sequence(after before: Look?) -> String {
    guard before != self else { return "" }
    // 39 and 49 are what 0 means already.
    let colors = [foreground, background].filter { !["", "39", "49"].contains($0) }
    let all = (attributes.isEmpty && colors.isEmpty ? [] : ["0"]) + attributes.map(String.init)
    let whole = "\u{1b}[\((all + colors).joined(separator: ";"))m"
    guard let before, let parts = changes(from: before) else { return whole }
    let short = "\u{1b}[\(parts.joined(separator: ";"))m"
    return short.utf8.count < whole.utf8.count ? short : whole
  }

  /// What differs; nil where only a reset takes it away.
  private func changes(from before: Look) -> [String]? {
    // No terminfo entry tells how one attribute alone is ended.
    guard before.attributes.allSatisfy(attributes.contains) else { return nil }
    var parts = attributes.filter { !before.attributes.contains($0) }.map(String.init)
    for (old, new) in [(before.foreground, foreground), (before.background, background)]
    where old != new {
      if new.isEmpty { return nil }
      parts.append(new)
    }
    return parts
  }
}

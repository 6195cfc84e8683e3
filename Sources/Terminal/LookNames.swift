import CNCurses

/// What the terminal that curses runs on calls attributes and colours.
enum LookNames {
  /// The look of these attributes and colours, as curses counts them; nil where the terminal has other words
  /// for them than SGR.
  ///
  /// A colour of -1 is the terminal's own, nil says nothing of colours.
  static func look(_ attributes: UInt8, _ foreground: Int32?, _ background: Int32?) -> Look? {
    // The terminal may not show these together with colours, so that curses leaves them out.
    let banned = foreground == nil ? 0 : max(0, tigetnum("ncv"))
    var codes: [UInt8] = []
    for (flag, name, code, bit) in Self.attributes
    where Int32(attributes) & flag != 0 && banned & bit == 0 {
      // A terminal that lacks one shows the rest.
      guard let sequence = flowlanes_capability(name) else { continue }
      guard parameters(sequence) == String(code) else { return nil }
      codes.append(code)
    }
    guard let foreground, let background else { return Look(codes) }
    guard let front = color("setaf", foreground, own: "39"),
      let back = color("setab", background, own: "49")
    else { return nil }
    return Look(codes, foreground: front, background: back)
  }

  /// Ours, terminfo's name, the parameter of SGR, the bit in terminfo's `ncv`.
  private static let attributes: [(Int32, String, UInt8, Int32)] = [
    (Int32(FLOWLANES_BOLD), "bold", 1, 32), (Int32(FLOWLANES_DIM), "dim", 2, 16),
    (Int32(FLOWLANES_UNDERLINE), "smul", 4, 2), (Int32(FLOWLANES_REVERSE), "rev", 7, 4),
  ]

  private static func color(_ name: String, _ number: Int32, own: String) -> String? {
    if number < 0 {
      // What ends both at once is what these two numbers do one by one.
      return flowlanes_capability("op").map { String(cString: $0) } == "\u{1b}[39;49m" ? own : nil
    }
    guard let capability = flowlanes_capability(name) else { return nil }
    return flowlanes_expand(capability, number).flatMap(parameters)
  }

  /// What stands between `\e[` and `m`; nil where the sequence is another one.
  private static func parameters(_ sequence: UnsafePointer<CChar>) -> String? {
    let text = String(cString: sequence)
    guard text.hasPrefix("\u{1b}["), text.hasSuffix("m") else { return nil }
    let inner = text.dropFirst(2).dropLast()
    return inner.allSatisfy { $0.isNumber || $0 == ";" || $0 == ":" } ? String(inner) : nil
  }
}

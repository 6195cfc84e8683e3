/// How many colours a terminal can show, fewest first.
package enum ColorDepth: UInt8, CaseIterable, Comparable, Sendable {
  /// None: attributes only.
  case mono
  case ansi8
  case ansi16
  case indexed256
  case truecolor

  package static func < (one: ColorDepth, other: ColorDepth) -> Bool {
    one.rawValue < other.rawValue
  }

  /// What a terminal of so many colours can show; terminfo says -1 or 0 where there are none.
  package init(colors: Int) {
    switch colors {
    case ..<8: self = .mono
    case ..<16: self = .ansi8
    case ..<256: self = .ansi16
    case ..<0x1_000000: self = .indexed256
    default: self = .truecolor
    }
  }
}

/// What `--color` asks for.
package enum ColorChoice: String, CaseIterable, Sendable {
  case auto
  case never
  case ansi16 = "16"
  case indexed256 = "256"
  case truecolor

  /// The depth to ask the terminal for; nil where the terminal's own description decides.
  ///
  /// An explicit choice wins over `NO_COLOR` (https://no-color.org: any text but an empty one),
  /// which wins over `COLORTERM`.
  package func wanted(noColor: String?, colorTerm: String?) -> ColorDepth? {
    switch self {
    case .never: .mono
    case .ansi16: .ansi16
    case .indexed256: .indexed256
    case .truecolor: .truecolor
    case .auto:
      if let noColor, !noColor.isEmpty {
        .mono
      } else if let colorTerm, ["truecolor", "24bit"].contains(colorTerm) {
        .truecolor
      } else {
        nil
      }
    }
  }
}

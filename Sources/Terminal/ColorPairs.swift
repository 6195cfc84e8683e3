import CNCurses
import Canvas

/// What curses was told about a theme: a colour pair and attributes for each role.
struct ColorPairs {
  let depth: ColorDepth
  private let hasDefaultColors: Bool
  /// The first number that means `0xRRGGBB`, as in `xterm-direct`; nil: all are palette indices.
  private let firstDirect: Int32?
  private var looks: [(pair: UInt16, attributes: UInt8)] = []
  /// What turns each role's look on, by the role's number; nil where the terminal does it in a way of its own.
  private(set) var sequences: [Look]?

  /// Starts colours on the screen that newterm() made.
  init(wanted: ColorDepth?, indexedColors: Int) {
    guard wanted != .mono, has_colors(), start_color() == OK else {
      depth = .mono
      hasDefaultColors = false
      firstDirect = nil
      return
    }
    let available = ColorDepth(colors: Int(flowlanes_colors()))
    depth = min(wanted ?? available, available)
    hasDefaultColors = use_default_colors() == OK
    firstDirect = available == .truecolor ? Int32(clamping: indexedColors) : nil
  }

  subscript(role: Role) -> (pair: UInt16, attributes: UInt8) { looks[Int(role.rawValue)] }

  /// Makes a pair for each role of a theme, once: no cell ever asks for one.
  mutating func use(_ theme: Theme) {
    var found: [Look?] = []
    looks = Role.allCases.map { role in
      let style = theme.style(of: role, depth: depth)
      let number = Int32(role.rawValue) + 1
      if depth != .mono, number < flowlanes_color_pairs() {
        let foreground = colorNumber(style.foreground, instead: 7)
        let background = colorNumber(style.background, instead: 0)
        if init_extended_pair(number, foreground, background) == OK {
          let attributes = Self.attributes(style)
          found.append(LookNames.look(attributes, foreground, background))
          return (UInt16(number), attributes)
        }
      }
      let attributes = Self.attributes(theme.style(of: role, depth: .mono))
      found.append(LookNames.look(attributes, nil, nil))
      return (0, attributes)
    }
    let known = found.compactMap { $0 }
    sequences = known.count == found.count ? known : nil
  }

  /// A colour as curses counts it; -1 is the terminal's own, where the terminal can say that.
  private func colorNumber(_ color: Color?, instead: Int32) -> Int32 {
    switch color {
    case nil, .default: return hasDefaultColors ? -1 : instead
    case .indexed(let index) where Int32(index) < firstDirect ?? 256: return Int32(index)
    case .indexed, .rgb:
      let direct = Int32(color?.packed ?? 0)
      // The first few numbers mean palette indices: the colour beside them looks the same.
      return direct < firstDirect ?? 0 ? direct | 0x000100 : direct
    }
  }

  private static func attributes(_ style: Style) -> UInt8 {
    let names: [(Style.Attributes, UInt8)] = [
      (.bold, UInt8(FLOWLANES_BOLD)), (.dim, UInt8(FLOWLANES_DIM)),
      (.underline, UInt8(FLOWLANES_UNDERLINE)), (.reverse, UInt8(FLOWLANES_REVERSE)),
    ]
    return names.reduce(0) { style.attributes.contains($1.0) ? $0 | $1.1 : $0 }
  }
}

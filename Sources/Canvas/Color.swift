/// A colour as a theme names it.
package enum Color: Hashable, Sendable {
  /// What the terminal shows where nobody asked for a colour.
  case `default`
  /// One of the terminal's palette: 0-15 are the ANSI colours, which the user chose; 16-255 are
  /// the cube of 216 and the ramp of 24 greys, the same everywhere.
  case indexed(UInt8)
  /// Red, green and blue, 0-255 each, in sRGB.
  case rgb(UInt8, UInt8, UInt8)

  /// The ANSI names, by index.
  package static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    "bright-black", "bright-red", "bright-green", "bright-yellow",
    "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
  ]

  /// Reads `default`, an ANSI name, `0`-`255` or `#rrggbb`.
  package init?(_ word: some StringProtocol) {
    if word == "default" {
      self = .default
    } else if let index = Color.names.firstIndex(where: { $0 == word }) {
      self = .indexed(UInt8(index))
    } else if word.utf8.first == UInt8(ascii: "#") {
      guard word.utf8.count == 7, word.utf8.dropFirst().allSatisfy(Color.isHexDigit),
        let value = UInt32(word.dropFirst(), radix: 16)
      else { return nil }
      self.init(packed: value)
    } else {
      guard word.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let index = UInt8(word) else {
        return nil
      }
      self = .indexed(index)
    }
  }

  /// A colour from `0xRRGGBB`; higher bits are ignored.
  package init(packed value: UInt32) {
    self = .rgb(
      UInt8(truncatingIfNeeded: value >> 16), UInt8(truncatingIfNeeded: value >> 8),
      UInt8(truncatingIfNeeded: value))
  }

  /// `0xRRGGBB`, as xterm shows the colour unless its user chose otherwise; nil for `.default`.
  package var packed: UInt32? {
    switch self {
    case .default: nil
    case .rgb(let red, let green, let blue):
      UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
    case .indexed(let index): Color.palette(index)
    }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }

  private static func palette(_ index: UInt8) -> UInt32 {
    let index = UInt32(index)
    if index < 16 { return ansi[Int(index)] }
    if index >= 232 { return (8 + 10 * (index - 232)) * 0x010101 }
    let level: (UInt32) -> UInt32 = { $0 == 0 ? 0 : 55 + 40 * $0 }
    let cube = index - 16
    return level(cube / 36) << 16 | level(cube / 6 % 6) << 8 | level(cube % 6)
  }

  private static let ansi: [UInt32] = [
    0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
    0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
  ]
}

import Canvas
import Glibc
import Testing

/// Contrast as WCAG 2 defines it: (lighter + 0.05) / (darker + 0.05) of relative luminances.
@Suite struct ContrastTests {
  private func luminance(_ packed: UInt32) -> Double {
    let linear = [16, 8, 0].map { (shift: UInt32) -> Double in
      let value = Double(packed >> shift & 0xff) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }

  private func contrast(_ style: Style) throws -> Double {
    let colors = try [style.foreground, style.background].map {
      luminance(try #require($0?.packed))
    }
    return ((colors.max() ?? 0) + 0.05) / ((colors.min() ?? 0) + 0.05)
  }

  @Test func blackOnWhiteHasTheGreatestContrast() throws {
    let found = try contrast(Style(.rgb(0, 0, 0), on: .rgb(255, 255, 255)))
    #expect(abs(found - 21) < 0.001)
  }

  @Test(
    arguments: [
      (ThemeFile.highContrast, 7.0), (.default, 4.5), (.light, 4.5), (.colourBlind, 4.5),
      (.frost, 4.5), (.sand, 4.5),
    ], [ColorDepth.truecolor, .indexed256])
  func everyRoleCanBeRead(theme: (file: ThemeFile, least: Double), depth: ColorDepth) throws {
    let parsed = theme.file.parse().theme
    for role in Role.allCases {
      let found = try contrast(parsed.style(of: role, depth: depth))
      #expect(found >= theme.least, "\(theme.file.rawValue) \(role.name) \(depth)")
    }
  }

  /// With few colours the grounds are xterm's; a role on the terminal's own ground is the user's affair.
  @Test(arguments: [ThemeFile.highContrast])
  func highContrastIsHighWithSixteenColoursToo(file: ThemeFile) throws {
    let theme = file.parse().theme
    for role in Role.allCases {
      let found = try contrast(theme.style(of: role, depth: .ansi16))
      #expect(found >= 7, "\(role.name)")
    }
  }

  @Test(arguments: ThemeFile.allCases)
  func withoutColoursNoRoleHasAny(file: ThemeFile) {
    let theme = file.parse().theme
    for role in Role.allCases {
      let style = theme.style(of: role, depth: .mono)
      #expect(style.foreground == .default && style.background == .default, "\(role.name)")
    }
    // What must not be overlooked stands out by an attribute at least.
    for role in [Role.selected, .warning, .problem, .danger, .notice, .laneSlow] {
      #expect(theme.style(of: role, depth: .mono).attributes != [], "\(role.name)")
    }
  }

  @Test func theMonoThemeNeedsNoColourAtAnyDepth() {
    let theme = ThemeFile.mono.parse().theme
    for role in Role.allCases {
      for depth in ColorDepth.allCases {
        let style = theme.style(of: role, depth: depth)
        #expect(style.foreground == .default && style.background == .default, "\(role.name)")
      }
    }
  }
}

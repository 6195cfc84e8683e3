import Canvas
import Glibc
import Testing

/// The files in themes/, which the program embeds.
enum ThemeFile: String, CaseIterable {
  case `default`
  case light
  case mono
  case highContrast = "high-contrast"
  case colourBlind = "colour-blind"
  case frost
  case sand

  private static let folder =
    #filePath.split(separator: "/").dropLast(3).reduce(into: "") {
      $0 += "/\($1)"
    } + "/themes"

  static var folderContent: Set<String> {
    var names: Set<String> = []
    guard let stream = opendir(folder) else { return names }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      names.insert(
        withUnsafeBytes(of: &entry.pointee.d_name) {
          String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        })
    }
    return names.filter { !$0.hasPrefix(".") }
  }

  func parse() -> (theme: Theme, problems: [ThemeProblem]) {
    Theme.parse(text, name: rawValue)
  }

  var text: String {
    guard let file = fopen("\(Self.folder)/\(rawValue).theme", "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}

@Suite struct ThemeFileTests {
  @Test(arguments: ThemeFile.allCases)
  func everyThemeNamesEveryRoleWithoutProblems(file: ThemeFile) {
    let (theme, problems) = file.parse()
    #expect(problems == [])
    #expect(theme.namedRoles == Set(Role.allCases))
  }

  @Test func everyFileInTheFolderIsTestedHere() {
    #expect(ThemeFile.folderContent == Set(ThemeFile.allCases.map { "\($0.rawValue).theme" }))
  }

  @Test func theDefaultThemeBeginsWithTheFormatAndEveryAttribute() {
    let comment = ThemeFile.default.text.split(separator: "\n\n").first ?? ""
    #expect(comment.split(separator: "\n").allSatisfy { $0.hasPrefix("#") })
    for (name, _) in Style.Attributes.names { #expect(comment.contains(name)) }
    for name in Color.names.prefix(8) { #expect(comment.contains(name)) }
  }

  @Test(arguments: ThemeFile.allCases)
  func whatMustStandOutDoesSoWithoutColours(file: ThemeFile) {
    let theme = file.parse().theme
    let text = theme.style(of: .text, depth: .mono)
    let loud: [Role] = [
      .selected, .sorted, .header, .laneSlow, .warning, .problem, .danger, .key, .notice, .tagged,
      .title, .dialogTitle, .input,
    ]
    for role in loud { #expect(theme.style(of: role, depth: .mono) != text, "\(role.name)") }
    #expect(theme.style(of: .header, depth: .mono) != theme.style(of: .sorted, depth: .mono))
  }

  @Test(arguments: ThemeFile.allCases, ColorDepth.allCases)
  func theLanesDifferWhereverThereAreColours(file: ThemeFile, depth: ColorDepth) {
    let theme = file.parse().theme
    let lanes = [Role.laneSlow, .laneSoftware, .laneHardware]
    let looks = Set(lanes.map { theme.style(of: $0, depth: depth) })
    #expect(looks.count == (file == .mono || depth == .mono ? 2 : 3))
  }

  @Test(arguments: ThemeFile.allCases, ColorDepth.allCases)
  func noStyleIsBeyondTheMeansOfItsDepth(file: ThemeFile, depth: ColorDepth) {
    let theme = file.parse().theme
    for role in Role.allCases {
      let style = theme.style(of: role, depth: depth)
      for color in [style.foreground, style.background] {
        #expect(color != nil)
        #expect(color?.reduced(to: depth) == color)
      }
      if style.foreground != .default { #expect(style.foreground != style.background) }
    }
  }
}

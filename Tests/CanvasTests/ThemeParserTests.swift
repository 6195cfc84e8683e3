import Canvas
import Testing

@Suite struct ThemeParserTests {
  /// What is reported for a line that stands third in a file whose other lines are fine.
  private func reason(_ line: String) -> String? {
    let (theme, problems) = Theme.parse("# x\ntitle = red\n\(line)\ntext = blue\n", name: "t")
    #expect(theme[.title].full == Style(.indexed(1)))
    #expect(theme[.text].full == Style(.indexed(4)))
    #expect(problems.allSatisfy { $0.line == 3 })
    #expect(problems.count <= 1)
    return problems.first?.reason
  }

  private func entry(_ style: String) -> Theme.Entry {
    let (theme, problems) = Theme.parse("lane.slow = \(style)", name: "t")
    #expect(problems.isEmpty)
    return theme[.laneSlow]
  }

  @Test(arguments: [
    ("lane.fast = red", "there is no role “lane.fast”"),
    ("= red", "there is no role “”"),
    ("nonsense", "“role = colour” expected, “nonsense” found"),
    ("title = blue", "“title” is set on line 2 already"),
    ("good =", "a colour or an attribute expected"),
    ("good = , ,", "a colour or an attribute expected"),
    ("good = red |", "a colour or an attribute expected"),
    ("good = red on", "a colour expected after “on”"),
    ("good = red blue", "a comma expected before “blue”"),
    ("good = red on blue bold", "a comma expected before “bold”"),
    ("good = red, shiny", "“shiny” is no attribute: plain, bold, dim, underline, reverse"),
    ("good = bold, red", "“red” is no attribute: plain, bold, dim, underline, reverse"),
    ("good = red | #ff0000", "the second style is for 16 colours: use default or their names"),
    ("good = red | on 16", "the second style is for 16 colours: use default or their names"),
    (
      "good = red | red | red",
      "the third style is for no colours: use plain, bold, dim, underline, reverse"
    ),
    (
      "good = red | red | bold | bold",
      "three styles at most: full colour | 16 colours | no colours"
    ),
  ]) func aBadLineIsNamedWithItsNumberAndTheRestStillWorks(line: String, expected: String) {
    #expect(reason(line) == expected)
  }

  @Test(arguments: [
    "reddish", "256", "-1", "+1", "#12345", "#1234567", "#12345g", "#+12345", "Red",
  ])
  func whatIsNoColourIsQuoted(word: String) {
    #expect(reason("good = \(word)")?.hasPrefix("“\(word)” is no colour: default, a name") == true)
  }

  @Test func aBadLineLeavesItsRoleAsBuiltIn() {
    let (theme, problems) = Theme.parse("good = purple-ish", name: "t")
    #expect(problems.map(\.line) == [1])
    #expect(theme[.good] == Theme.plain[.good])
    #expect(theme.namedRoles.isEmpty)
  }

  @Test func aProblemQuotesNoControlCharacterAndNoEndlessText() {
    let reason = reason("\u{1b}[2J\u{202e}\u{7}\(String(repeating: "x", count: 5000)) = red") ?? ""
    #expect(!reason.unicodeScalars.contains { !$0.isPrintable })
    #expect(reason.hasPrefix("there is no role “?[2J??xxx"))
    #expect(reason.count < 80)
  }

  @Test(arguments: [
    ("red", Style(.indexed(1))),
    ("bright-black", Style(.indexed(8))),
    ("203", Style(.indexed(203))),
    ("#0a1B2c", Style(.rgb(0x0a, 0x1b, 0x2c))),
    ("default on white", Style(.default, on: .indexed(7))),
    ("on #000000", Style(nil, on: .rgb(0, 0, 0))),
    ("on 0,bold", Style(nil, on: .indexed(0), attributes: .bold)),
    ("bold , underline", Style(attributes: [.bold, .underline])),
    ("plain", Style()),
    (
      "red on blue, bold, dim, underline, reverse",
      Style(.indexed(1), on: .indexed(4), attributes: [.bold, .dim, .underline, .reverse])
    ),
  ]) func aStyleIsReadAsTheFormatSays(text: String, style: Style) {
    #expect(entry(text).full == style)
  }

  @Test func threeStylesServeThreeDepths() {
    let entry = entry("#ff8800 on #101010 | yellow, bold | underline")
    #expect(entry.few == Style(.indexed(3), attributes: .bold))
    #expect(entry.none == .underline)
  }

  @Test(arguments: [
    "  good = red  # why", "good=red #", "\tgood\t=\tred\t", "good = red\r", "\u{feff}good = red",
  ]) func blanksCommentsAndLineEndingsDoNotMatter(line: String) {
    let (theme, problems) = Theme.parse("#only\n  # comments\n\r\n\(line)\n", name: "t")
    #expect(problems.isEmpty)
    #expect(theme[.good].full == Style(.indexed(1)))
  }

  @Test func lineNumbersHoldWithCarriageReturns() {
    let (_, problems) = Theme.parse("good = red\r\n\r\nbad = 1\r\nworse = 2\r\n", name: "t")
    #expect(problems.map(\.line) == [3, 4])
    #expect(problems.first?.description == "line 3: there is no role “bad”")
  }

  @Test func anyTextIsReadToItsEnd() {
    var generator = SeededGenerator(seed: 11)
    let alphabet = Array("#=|,\n\r on redboldtext.\u{0}\u{301}é🙂0123\"".unicodeScalars)
    for _ in 0..<2000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...60, using: &generator) {
        text.append(alphabet.randomElement(using: &generator) ?? "x")
      }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
      let (_, problems) = Theme.parse(String(text), name: "t")
      #expect(problems.allSatisfy { $0.line >= 1 && $0.line <= lines })
    }
  }
}

import Dashboard
import FlowModel
import Testing

@Suite struct ReadmeTests {
  /// The key table of the README, made from the keymap.
  static var keyTable: String {
    Command.allCases.map { command in
      let keys = Keymap.standard.labels(of: command).map { "`\($0)`" }.joined(separator: " ")
      return "| \(keys) | \(command.summary) |"
    }.joined(separator: "\n")
  }

  /// The language of filters as the README shows it.
  static var filterGuide: String {
    FilterGuide.lines.map { line in
      let blanks = String(repeating: " ", count: 30 - line.example.count)
      return "    \(line.example)\(blanks)\(line.meaning)"
    }.joined(separator: "\n")
  }

  private var readme: String {
    let path =
      #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
      .joined(separator: "/") + "/README.md"
    return Golden.read(path) ?? ""
  }

  @Test func filtersAreThoseOfTheGuide() {
    #expect(readme.contains(Self.filterGuide), "The README should hold:\n\(Self.filterGuide)")
  }

  @Test func keyTableIsThatOfTheKeymap() {
    #expect(readme.contains(Self.keyTable), "The README's table should be:\n\(Self.keyTable)")
  }
}

import Dashboard
import Testing

@Suite struct ReadmeTests {
  /// The key table of the README, made from the keymap.
  static var keyTable: String {
    Command.allCases.map { command in
      let keys = Keymap.standard.labels(of: command).map { "`\($0)`" }.joined(separator: " ")
      return "| \(keys) | \(command.summary) |"
    }.joined(separator: "\n")
  }

  @Test func keyTableIsThatOfTheKeymap() {
    let path =
      #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
      .joined(separator: "/") + "/README.md"
    let readme = Golden.read(path) ?? ""
    #expect(readme.contains(Self.keyTable), "The README's table should be:\n\(Self.keyTable)")
  }
}

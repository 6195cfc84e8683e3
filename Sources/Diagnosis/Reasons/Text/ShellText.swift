/// Text for commands that somebody pastes into a shell: names from outside stay one word each.
enum ShellText {
  /// A word as a POSIX shell takes it, in quotes where it needs them.
  static func word(_ text: String) -> String {
    let isPlain =
      !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "_-.@:/+%,=".utf8.contains(byte)
        }
      }
    return isPlain ? text : quoted(text)
  }

  /// A text as one word in single quotes.
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  /// The name of a device as nft(8) reads it: in quotes where it is no plain word.
  static func device(_ name: String) -> String {
    let first = name.utf8.first.map { $0 < UInt8(ascii: "0") || $0 > UInt8(ascii: "9") } ?? false
    return first && word(name) == name && !name.contains(where: { ":@/+%,=.".contains($0) })
      ? name : "\"\(name)\""
  }
}

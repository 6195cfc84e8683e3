import FlowModel

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
  ///
  /// A shell sees octets: quotes that a combining mark follows end the word all the same.
  static func quoted(_ text: String) -> String { "'" + text.exchanging("'", for: "'\\''") + "'" }

  /// The name of a device as nft(8) reads it: in quotes where it is no plain word; nil where it cannot
  /// be written, for nft(8) has no way to escape what ends its quotes or makes a pattern.
  static func device(_ name: String) -> String? {
    guard name.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f && !"\"*\\".utf8.contains($0) }) else {
      return nil
    }
    let isWord = NftCommand.word(name) != nil && !name.utf8.contains(UInt8(ascii: "."))
    return isWord ? name : "\"\(name)\""
  }
}

import Canvas
import Terminal
import Testing

@MainActor @Suite struct KeyDecoderTests {
  private func keys(_ text: String, utf8: Bool = true) -> [Key] {
    var decoder = KeyDecoder(isUTF8: utf8)
    return decoder.keys(in: text.utf8.map(Int32.init))
  }

  @Test(
    arguments: [
      ("x", [.character("x")]), ("X~", [.character("X"), .character("~")]),
      ("\u{3}\u{1a}\u{1c}", [.control("c"), .control("z"), .control("\\")]),
      ("\r\n\t", [.enter, .enter, .tab]), ("\u{8}\u{7f}", [.backspace, .backspace]),
      ("\u{0}", [.control("@")]), ("\u{1b}", [.escape]),
      ("\u{1b}x", [.escape, .character("x")]), ("\u{1b}\u{1b}", [.escape, .escape]),
      ("é世🙂", [.character("é"), .character("世"), .character("🙂")]),
    ] as [(String, [Key])])
  func bytesBecomeKeys(text: String, expected: [Key]) {
    #expect(keys(text) == expected)
  }

  @Test(
    arguments: [
      ("\u{1b}[A", [.up]), ("\u{1b}OB", [.down]), ("\u{1b}[1;5C", [.right]), ("\u{1b}[1~", [.home]),
      ("\u{1b}[6;3~", [.pageDown]), ("\u{1b}[Z", [.backTab]), ("\u{1b}OP", [.function(1)]),
      // Not even its letters are left of a sequence that means nothing here.
      ("\u{1b}[99;5P", []), ("\u{1b}[200~q", [.character("q")]),
      ("\u{1b}[<0;3;4Mx", [.character("x")]),
      ("\u{1b}[?1;2c", []), ("\u{1b}Ox", []),
    ] as [(String, [Key])])
  func anEscapeSequenceIsOneKeyOrNone(text: String, expected: [Key]) {
    #expect(keys(text) == expected)
  }

  @Test func aScalarMayArriveInPieces() {
    var decoder = KeyDecoder(isUTF8: true)
    #expect(decoder.keys(in: [0xe4, 0xb8]) == [])
    #expect(decoder.keys(in: [0x96, 0x71]) == [.character("世"), .character("q")])
  }

  @Test func whatIsNoUTF8IsDroppedAndTheNextKeyIsNot() {
    var decoder = KeyDecoder(isUTF8: true)
    #expect(decoder.keys(in: [0xff, 0xc0, 0x80, 0x71]) == [.character("q")])
    #expect(decoder.keys(in: [0xe4, 0xe4, 0xb8, 0x96]) == [.character("世")])
    #expect(decoder.keys(in: [0x80, 0x80, 0x80, 0x80, 0xc3, 0xa9]) == [.character("é")])
  }

  @Test func withoutUTF8OnlyASCIIIsTyped() { #expect(keys("aéb", utf8: false) == keys("ab")) }

  @Test func controlScalarsInUTF8AreNoCharacters() { #expect(keys("\u{9b}\u{202e}") == []) }

  @Test func anyBytesAreDecoded() {
    var decoder = KeyDecoder(isUTF8: true)
    var state: UInt32 = 9
    for _ in 0..<2000 {
      let burst = (0..<12).map { _ -> Int32 in
        state = state &* 1_664_525 &+ 1_013_904_223
        return Int32(state >> 16 & 0x2ff) - 1
      }
      for case .character(let scalar) in decoder.keys(in: burst) { #expect(scalar.isPrintable) }
    }
  }
}

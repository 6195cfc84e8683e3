import Terminal
import Testing

@MainActor @Suite struct TerminalErrorTests {
  @Test func theSentenceQuotesNoControlCharacter() {
    let sentence = TerminalError.unknownType("\u{1b}]0;x\u{7}").description
    #expect(sentence.hasPrefix("there is no terminfo entry for TERM=?]0;x?;"))
  }

  @Test(arguments: [
    TerminalError.notATerminal(.input), .notATerminal(.output), .noType, .unknownType("x"),
    .noCursorMovement("dumb"), .refused("x"),
  ]) func everySentenceSaysWhatToDoInstead(error: TerminalError) {
    #expect(error.description.contains("flowlanes list"))
  }
}

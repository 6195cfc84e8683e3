import FlowModel
import Testing

@Suite struct PiecesTests {
  @Test(
    arguments: [
      ("", "", 0), ("abc", "", 0), ("", "a", nil), ("abcabc", "c", 2), ("abc", "abcd", nil),
      ("aab", "ab", 1), ("Fehler: ä Error: x", "Error: ", 11), ("ab", "b", 1),
    ] as [(String, String, Int?)])
  func aPieceIsFoundWhereItStandsFirst(_ text: String, _ piece: String, _ at: Int?) {
    let place = text.place(of: piece)
    #expect(place.map { text.utf8.distance(from: text.startIndex, to: $0.lowerBound) } == at)
    #expect(place.map { String(text[$0]) } == at.map { _ in piece })
    #expect(text.holds(piece) == (at != nil))
  }

  @Test func whatIsFoundEndsWhereThePieceDoes() {
    let text = "x Error: no such file"
    let place = text.place(of: "Error: ")
    #expect(place.map { String(text[$0.upperBound...]) } == "no such file")
  }

  @Test func aScalarIsExchangedWhereverItStands() {
    #expect("a-b-".exchanging("-", for: "_") == "a_b_")
    #expect("\"".exchanging("\"", for: "\\\"") == "\\\"")
    // An umlaut upon the quotes makes one letter of the two, which is still quotes to who parses it.
    #expect("\"\u{308}".exchanging("\"", for: "\\\"") == "\\\"\u{308}")
  }
}

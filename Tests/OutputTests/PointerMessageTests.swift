import FlowModel
import Testing

@testable import flowlanes

@Suite struct PointerMessageTests {
  private let address = Address(ipv4: 0x0a00_0201)

  private func answer(
    _ question: [UInt8], name: [UInt8], kind: UInt8 = 12, flags: UInt8 = 0x80, code: UInt8 = 0
  ) -> [UInt8] {
    var bytes = question
    bytes[2] |= flags
    bytes[3] = code
    bytes[7] = 1
    return bytes + [0xc0, 12, 0, kind, 0, 1, 0, 0, 1, 44, 0, UInt8(name.count)] + name
  }

  private func label(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + text.utf8 }

  @Test func questionsAreAsked() {
    let bytes = PointerMessage.question(0x1234, address)
    #expect(bytes.prefix(12) == [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0])
    let body = ["1", "2", "0", "10", "in-addr", "arpa"].flatMap(label)
    #expect(Array(bytes.dropFirst(12)) == body + [0, 0, 12, 0, 1])
    let long = PointerMessage.question(1, Address(high: 0x2001_0db8_0000_0000, low: 1))
    #expect(long.count == 12 + 64 + 4 + 5 + 5)
    #expect(Array(long[12..<16]) == [1, UInt8(ascii: "1"), 1, UInt8(ascii: "0")])
  }

  @Test func namesAreReadThroughTheirCompression() {
    let question = PointerMessage.question(7, address)
    let plain = answer(question, name: label("nas") + label("example") + [0])
    #expect(PointerMessage.answer(plain, to: question) == .init(name: "nas.example", life: 300))
    // `arpa` stands at 12 + 2 + 2 + 2 + 3 + 8 of the question.
    let compressed = answer(question, name: label("nas") + [0xc0, 29])
    #expect(PointerMessage.answer(compressed, to: question)?.name == "nas.arpa")
  }

  @Test func noNameIsAnAnswerToo() {
    let question = PointerMessage.question(7, address)
    #expect(PointerMessage.answer(answer(question, name: [0], code: 3), to: question)?.name == nil)
    #expect(PointerMessage.answer(answer(question, name: [0], kind: 1), to: question)?.name == nil)
    #expect(PointerMessage.answer(answer(question, name: [0], code: 2), to: question)?.life == 60)
  }

  @Test func whatWasNotAskedIsNoAnswer() {
    let question = PointerMessage.question(7, address)
    let good = answer(question, name: label("nas") + [0])
    let other = PointerMessage.question(7, Address(ipv4: 0x0a00_0202))
    #expect(PointerMessage.answer(good, to: PointerMessage.question(8, address)) == nil)
    #expect(PointerMessage.answer(good, to: other) == nil)
    #expect(PointerMessage.answer(answer(question, name: [0], flags: 0), to: question) == nil)
  }

  @Test func hostileNamesAreHarmless() {
    let question = PointerMessage.question(7, address)
    let evil = answer(question, name: [9] + Array("\u{1b}]0;EVIL\u{7}".utf8) + [0])
    #expect(PointerMessage.answer(evil, to: question)?.name == "??0?EVIL?")
    // A name that points at itself.
    let place = UInt8(question.count + 12)
    #expect(PointerMessage.answer(answer(question, name: [0xc0, place]), to: question) == nil)
  }

  @Test func noBytesTrap() {
    var generator = SystemRandomNumberGenerator()
    let question = PointerMessage.question(7, address)
    let good = answer(question, name: label("nas") + label("example") + [0xc0, 12])
    for length in 0...good.count {
      _ = PointerMessage.answer(Array(good.prefix(length)), to: question)
    }
    for _ in 0..<5000 {
      var bytes = good
      for _ in 0..<3 {
        bytes[.random(in: 0..<bytes.count, using: &generator)] = .random(
          in: 0...255, using: &generator)
      }
      let name = PointerMessage.answer(bytes, to: question)?.name ?? ""
      #expect(name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f })
    }
  }
}

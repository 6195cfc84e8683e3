extension FilterParser {
  /// What stands behind a keyword: one word, or text in quotes.
  struct Argument {
    let text: String
    let token: FilterToken
  }

  /// Whether a number or a name follows, where a keyword can also stand alone.
  var hasArgument: Bool {
    switch peek?.kind {
    case .word, .quoted, .comparison: true
    case .open, .close, .and, .or, .not, nil: false
    }
  }

  /// Takes the argument of a keyword; `wanted` tells what it can be.
  mutating func argument(_ keyword: String, _ wanted: String, _ choices: [String] = [])
    throws(FilterError) -> Argument
  {
    guard let token = peek else { throw FilterError(at: end, "\(keyword) needs \(wanted).") }
    switch token.kind {
    case .word(let text), .quoted(let text):
      _ = take()
      return Argument(text: text, token: token)
    default: throw malformed(keyword, wanted, Argument(text: token.text, token: token), choices)
    }
  }

  mutating func takeComparison() -> (comparison: FilterComparison, text: String)? {
    guard let token = peek, case .comparison(let comparison) = token.kind else { return nil }
    _ = take()
    return (comparison, token.text)
  }

  // MARK: Numbers

  /// A number with what it is compared by, equality when nothing is written.
  mutating func number(_ keyword: String, upTo most: UInt64, _ example: String)
    throws(FilterError) -> (FilterComparison, UInt64)
  {
    let comparison = takeComparison()?.comparison ?? .equal
    let wanted = "a number up to \(most), as in \(example)"
    let argument = try argument(keyword, wanted)
    guard let number = FilterNumber.whole(argument.text), number <= most else {
      throw malformed(keyword, wanted, argument)
    }
    return (comparison, number)
  }

  mutating func mark() throws(FilterError) -> FilterTest {
    guard hasArgument else { return .mark(.notEqual, 0, mask: .max) }
    let comparison = takeComparison()?.comparison ?? .equal
    let wanted = "a number of 32 bits, perhaps with a mask, as 0x10 or 0x10/0xff"
    let argument = try argument("mark", wanted)
    let parts = argument.text.split(separator: "/", omittingEmptySubsequences: false)
      .map { FilterNumber.whole($0).flatMap { UInt32(exactly: $0) } }
    guard parts.count <= 2, let mark = parts[0], let mask = parts.count == 2 ? parts[1] : .max
    else { throw malformed("mark", wanted, argument) }
    return .mark(comparison, mark, mask: mask)
  }

  mutating func amount(_ amount: FilterTest.Amount) throws(FilterError) -> FilterTest {
    let keyword = amount.rawValue
    guard let comparison = takeComparison()?.comparison else {
      let typed: String = if case .word(let text) = peek?.kind { text } else { "" }
      let isAmount = FilterNumber.amount(typed, amount) != nil
      throw FilterError(
        at: peek?.start ?? end,
        "\(keyword) needs a comparison, as \(keyword) > \(isAmount ? typed : amount.example).")
    }
    let argument = try argument(keyword, amount.wanted)
    // With a blank before its unit, as the screen has it: `12.4 Mb/s`.
    if case .word(let unit) = peek?.kind, unit.first?.isLetter ?? false,
      argument.text.last?.isNumber ?? false,
      let number = FilterNumber.amount(argument.text + unit, amount)
    {
      _ = take()
      return .amount(amount, comparison, number)
    }
    guard let number = FilterNumber.amount(argument.text, amount) else {
      throw malformed(keyword, amount.wanted, argument)
    }
    return .amount(amount, comparison, number)
  }

  // MARK: Sentences

  /// The argument is none of what the keyword takes.
  func malformed(
    _ keyword: String, _ wanted: String, _ argument: Argument, _ choices: [String] = []
  ) -> FilterError {
    FilterError(
      at: argument.token.start,
      "\(keyword) needs \(wanted), not \(Self.cited(argument.text))"
        + Self.suggestion(argument.text, choices))
  }

  /// The end of a sentence, with the word that may have been meant.
  static func suggestion(_ typed: String, _ choices: [String]) -> String {
    NearestWord.find(typed, in: choices).map { "; did you mean \($0)?" } ?? "."
  }

  /// What was typed, in quotes, and shortened where it is long.
  static func cited(_ typed: String) -> String {
    let scalars = typed.unicodeScalars
    return scalars.count <= 24 ? "\"\(typed)\"" : "\"\(String(scalars.prefix(21)))...\""
  }

  /// ASCII letters in lower case, all else as it is: names are bytes to the kernel.
  static func lowered(_ text: String) -> String {
    String(decoding: text.utf8.map(\.lowered), as: UTF8.self)
  }
}

extension FilterTest.Amount {
  fileprivate var example: String {
    switch self {
    case .rate: "1M"
    case .bytes: "10M"
    case .packets: "1000"
    case .age: "1h"
    case .timeout: "30s"
    }
  }

  fileprivate var wanted: String {
    switch self {
    case .rate: "a number of bits per second, as 800K, 1.5M or 2Gi"
    case .bytes: "a number of bytes, as 64K, 1.5M or 2Gi"
    case .packets: "a number of packets, as 500 or 10K"
    case .age, .timeout: "a time in whole seconds, as 90, 15m, 1.5h or 2d"
    }
  }
}

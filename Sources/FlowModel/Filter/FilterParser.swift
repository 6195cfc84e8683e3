/// Reads the language of filters.
///
///     filter  = [ "!" ] any                      a "!" before all else turns the whole filter over
///     any     = all { ("or" | "||") all }
///     all     = not { [ "and" | "&&" ] not }
///     not     = { "not" | "!" } ( "(" any ")" | test )
///
/// The tests are in `FilterParser+Tests.swift`. A word that begins no test is text to search for.
struct FilterParser {
  private let tokens: [FilterToken]
  /// The length of the text, in Unicode scalars: where what is missing at the end would stand.
  let end: Int
  /// The codes that `reason` takes; any when empty.
  let reasonCodes: [String]
  private var at = 0
  private var depth = 0
  /// What a bare port or address after `and` or `or` means, as in `port 80 or 443`.
  var carried: Carried?
  /// Whether an `and` or `or` stands before the current token.
  private(set) var followsOperator = false

  enum Carried {
    case port(FilterTest.Side)
    case address(FilterTest.Side)
  }

  /// More than these in each other no person types, and the stack has an end.
  private static let deepest = 100

  /// Reads a text; nil when there is nothing in it.
  static func parse(_ text: String, reasonCodes: [String]) throws(FilterError)
    -> FilterExpression?
  {
    let tokens = try FilterLexer.tokens(text)
    guard let first = tokens.first else { return nil }
    var parser = FilterParser(
      tokens: tokens, end: text.unicodeScalars.count, reasonCodes: reasonCodes)
    let isTurnedOver = first.kind == .not(isSign: true)
    if isTurnedOver { parser.at = 1 }
    let expression = try parser.any()
    if let rest = parser.peek {
      throw FilterError(at: rest.start, "This parenthesis closes none that was opened.")
    }
    return isTurnedOver ? .not(expression) : expression
  }

  private init(tokens: [FilterToken], end: Int, reasonCodes: [String]) {
    self.tokens = tokens
    self.end = end
    self.reasonCodes = reasonCodes
  }

  // MARK: Tokens

  var peek: FilterToken? { at < tokens.count ? tokens[at] : nil }

  mutating func take() -> FilterToken? {
    guard let token = peek else { return nil }
    at += 1
    return token
  }

  private mutating func takes(_ kind: FilterToken.Kind) -> Bool {
    guard peek?.kind == kind else { return false }
    at += 1
    return true
  }

  /// The operator, or the parenthesis, right before the current token; nil for none.
  private var before: FilterToken? {
    guard at > 0 else { return nil }
    switch tokens[at - 1].kind {
    case .word, .quoted, .close, .comparison: return nil
    case .open, .and, .or, .not: return tokens[at - 1]
    }
  }

  // MARK: Operators

  private mutating func any() throws(FilterError) -> FilterExpression {
    var parts = [try all()]
    while takes(.or) {
      followsOperator = true
      parts.append(try all())
    }
    return .any(parts)
  }

  private mutating func all() throws(FilterError) -> FilterExpression {
    var parts = [try not()]
    while let token = peek {
      switch token.kind {
      case .and:
        at += 1
        followsOperator = true
      case .or, .close: return .all(parts)
      default: followsOperator = false
      }
      parts.append(try not())
    }
    return .all(parts)
  }

  private mutating func not() throws(FilterError) -> FilterExpression {
    var isNegated = false
    while case .not = peek?.kind {
      at += 1
      isNegated.toggle()
    }
    let part = try primary()
    return isNegated ? .not(part) : part
  }

  private mutating func primary() throws(FilterError) -> FilterExpression {
    guard let token = peek else { throw missing(at: end) }
    switch token.kind {
    case .open: return try group(token)
    case .word(let word):
      at += 1
      return .test(try test(word, token))
    case .quoted(let text):
      at += 1
      carried = nil
      return .test(.text(text.utf8.map(\.lowered)))
    case .comparison:
      throw FilterError(
        at: token.start,
        "Before \(token.text) must stand what is compared: rate, bytes, packets, age, port ...")
    case .close, .and, .or, .not: throw missing(at: token.start)
    }
  }

  private mutating func group(_ open: FilterToken) throws(FilterError) -> FilterExpression {
    guard depth < Self.deepest else {
      throw FilterError(at: open.start, "Parentheses stand too deep in each other here.")
    }
    at += 1
    depth += 1
    carried = nil
    followsOperator = false
    let expression = try any()
    guard takes(.close) else {
      throw FilterError(at: open.start, "This parenthesis is not closed: a ) is missing.")
    }
    depth -= 1
    carried = nil
    return expression
  }

  /// A test is missing, for what stands before it wants one.
  private func missing(at offset: Int) -> FilterError {
    guard let before else {
      return FilterError(
        at: offset,
        peek.map { "Nothing stands before \($0.text), which joins what stands around it." }
          ?? "A test is missing here, as tcp, port 443 or some text.")
    }
    let name = before.kind == .open ? "this parenthesis" : before.text
    return FilterError(
      at: offset, "After \(name) a test is missing, as tcp, port 443 or some text.")
  }
}

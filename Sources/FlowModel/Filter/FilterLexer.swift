/// A piece of a filter's text, with its place in Unicode scalars.
struct FilterToken: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case word(String)
    /// What stood between quotes.
    case quoted(String)
    case open
    case close
    case and
    case or
    /// With `isSign` it is a `!`.
    case not(isSign: Bool)
    case comparison(FilterComparison)
  }

  let kind: Kind
  let start: Int
  /// As it was typed.
  let text: String
}

/// Cuts the text of a filter into tokens.
struct FilterLexer {
  private let scalars: [Unicode.Scalar]
  private var at = 0

  /// The tokens of a text; fails where quotes are not closed, or hold nothing.
  static func tokens(_ text: String) throws(FilterError) -> [FilterToken] {
    var lexer = FilterLexer(scalars: Array(text.unicodeScalars))
    var tokens: [FilterToken] = []
    while let token = try lexer.next() { tokens.append(token) }
    return tokens
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    at + distance < scalars.count ? scalars[at + distance] : nil
  }

  private mutating func next() throws(FilterError) -> FilterToken? {
    while let scalar = peek(), scalar.properties.isWhitespace { at += 1 }
    guard let first = peek() else { return nil }
    let start = at
    if first == "\"" { return try quoted() }
    let kind: FilterToken.Kind
    if let (sign, length) = sign(first) {
      at += length
      kind = sign
    } else {
      while let scalar = peek(), !endsWord(scalar) { at += 1 }
      kind = Self.kind(ofWord: text(from: start))
    }
    return FilterToken(kind: kind, start: start, text: text(from: start))
  }

  private func text(from start: Int) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[start..<at])
    return String(text)
  }

  private static func kind(ofWord word: String) -> FilterToken.Kind {
    switch word.lowercased() {
    case "and": .and
    case "or": .or
    case "not": .not(isSign: false)
    default: .word(word)
    }
  }

  /// A sign at the current place, and its length.
  private func sign(_ first: Unicode.Scalar) -> (FilterToken.Kind, Int)? {
    let second = peek(1)
    switch first {
    case "(": return (.open, 1)
    case ")": return (.close, 1)
    case "&" where second == "&": return (.and, 2)
    case "|" where second == "|": return (.or, 2)
    case "!": return second == "=" ? (.comparison(.notEqual), 2) : (.not(isSign: true), 1)
    case "=": return (.comparison(.equal), second == "=" ? 2 : 1)
    case "<": return second == "=" ? (.comparison(.lessOrEqual), 2) : (.comparison(.less), 1)
    case ">": return second == "=" ? (.comparison(.greaterOrEqual), 2) : (.comparison(.greater), 1)
    default: return nil
    }
  }

  /// A `!`, `&` or `|` alone is a letter like others, inside a word.
  private func endsWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "(", ")", "\"", "<", ">", "=": true
    case "!": peek(1) == "="
    case "&", "|": peek(1) == scalar
    default: scalar.properties.isWhitespace
    }
  }

  /// Text between quotes; a backslash stands before a quote or a backslash that belongs to it.
  private mutating func quoted() throws(FilterError) -> FilterToken {
    let start = at
    at += 1
    var content = String.UnicodeScalarView()
    while let scalar = peek() {
      at += 1
      switch scalar {
      case "\"":
        guard !content.isEmpty else {
          throw FilterError(at: start, "There is no text between the quotes.")
        }
        return FilterToken(
          kind: .quoted(String(content)), start: start, text: text(from: start))
      case "\\":
        if let next = peek(), next == "\"" || next == "\\" {
          content.append(next)
          at += 1
        } else {
          content.append(scalar)
        }
      default: content.append(scalar)
      }
    }
    throw FilterError(at: start, "These quotes are not closed: a second \" is missing.")
  }
}

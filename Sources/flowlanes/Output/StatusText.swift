import FlowModel

/// Sets of status bits as text, each made once: a table of any size holds few different ones.
nonisolated struct StatusText {
  private let opening: StaticString
  private let quote: StaticString
  private let closing: StaticString
  /// What stands for no bit at all.
  private let none: StaticString
  private var texts: [UInt32: [UInt8]] = [:]

  /// A JSON array: `["SEEN_REPLY","ASSURED"]`.
  static let json = StatusText(opening: "[", quote: "\"", closing: "]", none: "")
  /// One field: `SEEN_REPLY,ASSURED`, or a dash for no bit at all.
  static let line = StatusText(opening: "", quote: "", closing: "", none: "-")

  private init(
    opening: StaticString, quote: StaticString, closing: StaticString, none: StaticString
  ) {
    self.opening = opening
    self.quote = quote
    self.closing = closing
    self.none = none
  }

  mutating func bytes(_ status: Status) -> [UInt8] {
    if let known = texts[status.rawValue] { return known }
    var text = TextBuffer()
    text.append(opening)
    var isFirst = true
    for (bit, name) in Status.names where status.contains(bit) {
      if !isFirst { text.append(UInt8(ascii: ",")) }
      isFirst = false
      text.append(quote)
      text.append(name)
      text.append(quote)
    }
    if isFirst { text.append(none) }
    text.append(closing)
    // Bits come from outside: a table that holds every set of them must not fill the memory.
    if texts.count >= 1024 { texts.removeAll(keepingCapacity: true) }
    texts[status.rawValue] = text.bytes
    return text.bytes
  }
}

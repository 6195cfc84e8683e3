/// What can be shown of a flow, as text to search; written once a flow, and only if asked for.
struct RowText {
  private enum Written {
    case nothing
    case row
    case rowAndReason
  }

  private var written = Written.nothing

  /// Whether these bytes occur in the row, ASCII letters in any case.
  mutating func contains(
    _ needle: [UInt8], _ flow: Flow, _ facts: inout some FlowFacts, _ buffer: inout TextBuffer
  ) -> Bool {
    if written == .nothing {
      buffer.bytes.removeAll(keepingCapacity: true)
      buffer.append(searchable: flow)
      written = .row
    }
    if buffer.contains(needle) { return true }
    guard written == .row, facts.showsReason else { return false }
    written = .rowAndReason
    guard let reason = facts.reason() else { return false }
    let start = buffer.bytes.count
    buffer.append(literal: " ")
    buffer.append(reason.label)
    return buffer.contains(needle, from: start)
  }
}

extension UInt8 {
  /// An ASCII letter in lower case, any other byte as it is.
  var lowered: UInt8 { self >= 0x41 && self <= 0x5a ? self | 0x20 : self }
}

extension TextBuffer {
  /// Whether these bytes, ASCII letters in lower case, occur in the text.
  fileprivate func contains(_ needle: [UInt8], from start: Int = 0) -> Bool {
    let needle = needle.span
    let text = bytes.span
    guard !needle.isEmpty else { return true }
    guard text.count - start >= needle.count else { return false }
    let first = needle[0]
    // Few places hold the first letter: it is looked for in both its cases, without converting.
    let other = first >= 0x61 && first <= 0x7a ? first & ~0x20 : first
    for start in start...(text.count - needle.count) {
      let letter = text[start]
      guard letter == first || letter == other else { continue }
      var at = 1
      while at < needle.count && text[start + at].lowered == needle[at] { at += 1 }
      if at == needle.count { return true }
    }
    return false
  }

  /// Appends all of a flow that an operator may look for, parted by blanks.
  fileprivate mutating func append(searchable flow: Flow) {
    append(flow.lane.name)
    append(literal: " ")
    append(flow.l4.name)
    append(literal: " ")
    append(sourceOf: flow.orig)
    append(literal: " ")
    append(destinationOf: flow.orig)
    append(literal: " ")
    append(sourceOf: flow.reply)
    append(literal: " ")
    append(destinationOf: flow.reply)
    if let state = flow.state {
      append(literal: " ")
      append(state.name)
    }
    for (bit, name) in Status.names where flow.status.contains(bit) {
      append(literal: " ")
      append(name)
    }
    if let mark = flow.mark, mark != 0 {
      append(literal: " mark=0x")
      append(hexadecimal: UInt64(mark))
    }
    if flow.zone.id != 0 {
      append(literal: " zone=")
      append(number: UInt64(flow.zone.id))
    }
    if let helper = flow.helper {
      append(literal: " ")
      append(helper)
    }
  }
}

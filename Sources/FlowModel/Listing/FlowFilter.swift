/// Which flows a listing shows: those in whose row some text occurs, in any case of letters.
package struct FlowFilter: Hashable, Sendable {
  /// As typed.
  package let text: String
  private let needle: [UInt8]

  package init(_ text: String) {
    self.text = text
    needle = text.utf8.map(Self.lowered)
  }

  package static let all = FlowFilter("")

  package var isEmpty: Bool { needle.isEmpty }

  /// Whether the filter's text occurs in what can be shown of the flow.
  ///
  /// `reason` is what a row says of why the flow is in no faster lane, where it says so.
  package func matches(_ flow: Flow, reason: String? = nil, buffer: inout TextBuffer) -> Bool {
    if needle.isEmpty { return true }
    buffer.bytes.removeAll(keepingCapacity: true)
    buffer.append(searchable: flow)
    if let reason {
      buffer.append(literal: " ")
      buffer.append(reason)
    }
    return Self.contains(buffer.bytes, needle)
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
  }

  private static func contains(_ text: [UInt8], _ needle: [UInt8]) -> Bool {
    guard text.count >= needle.count else { return false }
    for start in 0...(text.count - needle.count) where lowered(text[start]) == needle[0] {
      var at = 1
      while at < needle.count && lowered(text[start + at]) == needle[at] { at += 1 }
      if at == needle.count { return true }
    }
    return false
  }
}

extension TextBuffer {
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

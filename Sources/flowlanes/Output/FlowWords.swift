import FlowModel

/// The words that many flows share, as bytes, each made once for a whole listing.
///
/// Protocols, states and sets of status bits: a table of any size holds few different ones.
nonisolated struct FlowWords {
  private let form: Form
  private var protocols: [[UInt8]?] = Array(repeating: nil, count: 256)
  private var states: [ConnectionState: [UInt8]] = [:]
  private var statuses: [UInt32: [UInt8]] = [:]

  enum Form {
    /// In quotes; status bits as an array.
    case json
    /// Bare; status bits parted by commas, a dash for none.
    case line
  }

  init(_ form: Form) { self.form = form }

  mutating func bytes(_ l4: L4Protocol) -> [UInt8] {
    if let known = protocols[Int(l4.rawValue)] { return known }
    let word = word(l4.name)
    protocols[Int(l4.rawValue)] = word
    return word
  }

  mutating func bytes(_ state: ConnectionState) -> [UInt8] {
    if let known = states[state] { return known }
    let word = word(state.name)
    states[state] = word
    return word
  }

  mutating func bytes(_ status: Status) -> [UInt8] {
    if let known = statuses[status.rawValue] { return known }
    var text = TextBuffer()
    for (bit, name) in Status.names where status.contains(bit) {
      if !text.bytes.isEmpty { text.append(UInt8(ascii: ",")) }
      text.bytes.append(contentsOf: word(name))
    }
    let bytes: [UInt8] =
      switch form {
      case .json: [UInt8(ascii: "[")] + text.bytes + [UInt8(ascii: "]")]
      case .line: text.bytes.isEmpty ? [UInt8(ascii: "-")] : text.bytes
      }
    // Bits come from outside: a recording with every set of them must not fill the memory.
    if statuses.count >= 1024 { statuses.removeAll(keepingCapacity: true) }
    statuses[status.rawValue] = bytes
    return bytes
  }

  private func word(_ text: String) -> [UInt8] {
    form == .json ? Array("\"\(text)\"".utf8) : Array(text.utf8)
  }
}

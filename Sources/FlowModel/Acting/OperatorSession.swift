/// The operator's own SSH session, as sshd(8) tells of it: the flow that must not be cut by mistake.
package struct OperatorSession: Hashable, Sendable {
  package let client: Address
  package let clientPort: UInt16
  package let server: Address
  package let serverPort: UInt16

  /// Reads the text of `SSH_CONNECTION`: client, its port, server, its port; nil for anything else.
  package init?(_ text: some StringProtocol) {
    let words = text.split(separator: " ")
    guard words.count == 4,
      let client = Self.address(words[0]), let server = Self.address(words[2]),
      let clientPort = UInt16(words[1]), let serverPort = UInt16(words[3])
    else { return nil }
    self.client = client
    self.clientPort = clientPort
    self.server = server
    self.serverPort = serverPort
  }

  /// Whether the session's packets go by this entry.
  ///
  /// The server sees what source and destination NAT made of the connection, which is one of the two
  /// tuples; either of them may be the one that the session began with.
  package func isCarried(by flow: Flow) -> Bool {
    guard flow.l4 == .tcp else { return false }
    return joins(flow.orig) || joins(flow.reply)
  }

  private func joins(_ tuple: Tuple) -> Bool {
    let there =
      tuple.source == client && tuple.sourcePort == clientPort
      && tuple.destination == server && tuple.destinationPort == serverPort
    let back =
      tuple.source == server && tuple.sourcePort == serverPort
      && tuple.destination == client && tuple.destinationPort == clientPort
    return there || back
  }

  // MARK: Addresses as getnameinfo(3) writes them

  private static func address(_ text: some StringProtocol) -> Address? {
    // A link-local address names its device behind a %, which no tuple does.
    guard let bare = text.split(separator: "%", omittingEmptySubsequences: false).first else {
      return nil
    }
    if let ipv4 = ipv4(bare) { return Address(ipv4: ipv4) }
    var halves: [[UInt16]] = []
    var rest = String(bare)
    while let gap = rest.firstRange(of: "::") {
      guard halves.isEmpty, let groups = groups(rest[..<gap.lowerBound]) else { return nil }
      halves.append(groups)
      rest = String(rest[gap.upperBound...])
    }
    guard let last = groups(rest) else { return nil }
    let first = halves.first ?? []
    let missing = 8 - first.count - last.count
    guard halves.isEmpty ? missing == 0 : missing > 0 else { return nil }
    let all = first + Array(repeating: 0, count: missing) + last
    return Address(
      high: all[..<4].reduce(0) { $0 << 16 | UInt64($1) },
      low: all[4...].reduce(0) { $0 << 16 | UInt64($1) })
  }

  /// The 16-bit groups of a part of an IPv6 address; an IPv4 address at its end is two of them.
  private static func groups(_ text: some StringProtocol) -> [UInt16]? {
    if text.isEmpty { return [] }
    var result: [UInt16] = []
    for word in text.split(separator: ":", omittingEmptySubsequences: false) {
      if let ipv4 = ipv4(word) {
        result += [UInt16(ipv4 >> 16), UInt16(truncatingIfNeeded: ipv4)]
      } else if word.utf8.count <= 4, let group = UInt16(word, radix: 16) {
        result.append(group)
      } else {
        return nil
      }
    }
    return result
  }

  private static func ipv4(_ text: some StringProtocol) -> UInt32? {
    let words = text.split(separator: ".", omittingEmptySubsequences: false)
    let octets = words.compactMap { UInt8($0) }
    guard words.count == 4, octets.count == 4 else { return nil }
    return octets.reduce(0) { $0 << 8 | UInt32($1) }
  }
}

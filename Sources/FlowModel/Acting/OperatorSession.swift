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

  /// An address as getnameinfo(3) writes it: a link-local one names its device behind a %, which no
  /// tuple does.
  private static func address(_ text: some StringProtocol) -> Address? {
    Address(reading: text.prefix { $0 != "%" })
  }
}

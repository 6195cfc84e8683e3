/// One end of a flow as network address translation changed it.
package struct Translation: Hashable, Sendable {
  package enum Side: Sendable {
    /// The source was translated: the server sees `address` in place of `orig.source`.
    case source
    /// The destination was translated: the server behind `orig.destination` is `address`.
    case destination
  }

  package let side: Side
  package let address: Address
  package let port: UInt16
}

extension Flow {
  /// What NAT changed, read from the two tuples: the reply answers what the original became.
  package var translation: [Translation] {
    var result: [Translation] = []
    let hasPorts = l4.hasPorts
    if reply.destination != orig.source || (hasPorts && reply.destinationPort != orig.sourcePort) {
      result.append(
        Translation(side: .source, address: reply.destination, port: reply.destinationPort))
    }
    if reply.source != orig.destination || (hasPorts && reply.sourcePort != orig.destinationPort) {
      result.append(Translation(side: .destination, address: reply.source, port: reply.sourcePort))
    }
    return result
  }

  /// Whether either end is translated, by the bits or by the tuples.
  package var isTranslated: Bool {
    !status.isDisjoint(with: [.sourceNAT, .destinationNAT]) || !translation.isEmpty
  }
}

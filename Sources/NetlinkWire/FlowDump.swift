package import FlowModel

/// Collects a dump of the conntrack table, datagram by datagram.
///
/// A `Dump<Flow>` that is compiled here, where the compiler can make one piece of it.
package struct FlowDump: Sendable {
  private var dump: Dump<Flow>

  /// - Parameter sequence: the `nlmsg_seq` of the request; nil takes messages of every sequence.
  package init(expecting sequence: UInt32?) { dump = Dump(expecting: sequence) }

  package var flows: [Flow] { dump.items }
  /// `NLM_F_DUMP_INTR` was set: the table changed while it was listed.
  package var interrupted: Bool { dump.interrupted }
  /// Messages that could not be decoded and were left out.
  package var malformed: Int { dump.malformed }
  /// The first of them, as one sentence.
  package var malformedExample: String? { dump.malformedExample }

  /// Takes in one datagram.
  ///
  /// True when the dump is complete (`NLMSG_DONE`).
  package mutating func consume(_ datagram: RawSpan) throws(NetlinkFailure) -> Bool {
    try dump.consume(datagram)
  }
}

package import FlowModel

/// Collects a dump of the conntrack table in batches, to be handed on while the rest is still coming.
///
/// A `Dump<PackedEntry>` that is compiled here, where the compiler can make one piece of it.
package struct BatchDump: Sendable {
  private var dump: Dump<PackedEntry>
  private let capacity: Int
  /// How many flows were taken out.
  package private(set) var told = 0

  /// Messages with another `nlmsg_seq` than `sequence` are passed over; nil takes them all.
  ///
  /// `capacity` flows find room in a batch before it has to grow.
  package init(expecting sequence: UInt32?, capacity: Int) {
    dump = Dump(expecting: sequence)
    self.capacity = capacity
    dump.reserveCapacity(capacity)
  }

  /// `NLM_F_DUMP_INTR` was set: the table changed while it was listed.
  package var interrupted: Bool { dump.interrupted }
  /// Messages that could not be decoded and were left out.
  package var malformed: Int { dump.malformed }
  /// The first of them, as one sentence.
  package var malformedExample: String? { dump.malformedExample }

  /// Takes in one datagram; true when the dump is complete (`NLMSG_DONE`).
  ///
  /// What came before an error is in the batch all the same.
  package mutating func consume(_ datagram: RawSpan) throws(NetlinkFailure) -> Bool {
    try dump.consume(datagram)
  }

  /// Takes out the flows that came so far; nil where they are fewer than `least`.
  package mutating func takeBatch(of least: Int = 1) -> FlowBatch? {
    guard dump.items.count >= least else { return nil }
    told += dump.items.count
    return FlowBatch(dump.takeItems(capacity: capacity))
  }
}

extension PackedEntry: Dumpable {
  package static var netlinkFamily: UInt16 { Flow.netlinkFamily }
  package static var requestType: UInt16 { Flow.requestType }
  package static var messageType: UInt16 { Flow.messageType }

  @inline(__always)
  package static func decode(
    _ bytes: RawSpan, _ message: Message, into items: inout [PackedEntry]
  ) throws(DecodeError) {
    items.append(try PackedEntry(decoding: bytes, message))
  }
}

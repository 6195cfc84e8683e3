package import FlowModel

/// Collects a dump of the conntrack table in batches, to be handed on while the rest is still coming.
package struct BatchDump: Sendable {
  private var dump: Dump<Flow>
  private let capacity: Int
  /// The flows that came since `takeBatch`.
  package private(set) var batch: FlowBatch
  /// How many flows were taken out.
  package private(set) var told = 0

  /// Messages with another `nlmsg_seq` than `sequence` are passed over.
  ///
  /// `capacity` flows find room in a batch before it has to grow.
  package init(expecting sequence: UInt32, capacity: Int) {
    dump = Dump(expecting: sequence)
    self.capacity = capacity
    batch = FlowBatch(capacity: capacity)
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
    defer {
      for flow in dump.items { batch.append(flow) }
      dump.removeItems()
    }
    return try dump.consume(datagram)
  }

  /// Takes out the flows that came so far.
  package mutating func takeBatch() -> FlowBatch {
    told += batch.count
    var taken = FlowBatch(capacity: capacity)
    swap(&taken, &batch)
    return taken
  }
}

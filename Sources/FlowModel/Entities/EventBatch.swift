/// What the kernel told of the ends of flows in a fraction of a second.
package struct EventBatch: Sendable {
  /// Flows that ended, in order, with their final counters: `IPCTNL_MSG_CT_DELETE`.
  package var ended: FlowBatch
  /// How many times messages were lost, of which nobody knows how many: the kernel found no room for
  /// them (`ENOBUFS`).
  package var lost = 0
  /// Messages that could not be decoded, and were left out.
  package var malformed = 0

  package init(ended: FlowBatch, lost: Int = 0, malformed: Int = 0) {
    self.ended = ended
    self.lost = lost
    self.malformed = malformed
  }

  package var isEmpty: Bool { ended.entries.isEmpty && lost == 0 && malformed == 0 }
}

extension FlowStore {
  /// Takes in flows that the kernel said have ended (`IPCTNL_MSG_CT_DELETE`), with their final counters.
  ///
  /// Each end is counted once, by whether the store has the flow when it looks at the end:
  /// - it has a record of its key, and nothing speaks against it (`PackedRecord.takeLast`: the kernel can
  ///   give a key again, to a flow of the same tuple): a poll saw the flow. The record takes the final
  ///   counters at once, and nothing else; that it ended is told by the next poll, as of all flows, for the
  ///   kernel does not tell the end of every entry, and may tell it while a dump is about to list it.
  /// - else, where the entry was not replaced by another one of the same flow (`follow`): no poll saw the
  ///   flow. It is among the `PollChanges.shortLived` of the next poll to end.
  ///
  /// While a poll is being taken in (`begin` to `close`) ends are kept back until all its flows are there:
  /// whether the dump lists an entry before or after its end, its flow is known, and what the dump
  /// remembered of it does not take the place of the final counters. Flows stay for `keepsEnded` after a
  /// poll missed them, which is longer than the word of their end is under way.
  ///
  /// Before the first poll ends are no news: nobody knows what there was.
  package mutating func end(_ flows: FlowBatch) {
    guard records.clock.polls > 0 else { return }
    if endings.isTaking, endings.keep(flows) { return }
    takeEnds(flows)
  }

  /// Says that flows of a poll will be taken in: ends wait from now on.
  mutating func holdEnds() {
    // Those of a poll that failed.
    letEndsGo()
    endings.isTaking = true
  }

  /// Takes in the ends that waited.
  mutating func letEndsGo() {
    endings.isTaking = false
    for flows in endings.takeWaiting() { takeEnds(flows) }
    endings.forget(at: records.clock.polls)
  }

  /// Takes in, of flows that the kernel said have ended, those that no poll saw.
  ///
  /// Records stay as they are: for a moment that is to stand still while no poll comes.
  package mutating func countEnds(_ flows: FlowBatch) {
    guard records.clock.polls > 0 else { return }
    takeEnds(flows, intoRecords: false)
  }

  private mutating func takeEnds(_ batch: FlowBatch, intoRecords: Bool = true) {
    for flow in batch.entries.lazy.map(\.packed) {
      if let place = records.place(of: flow),
        records.takeLast(flow, at: place, keeps: intoRecords)
      {
        continue
      } else if endings.takeReplaced(flow.key) {
        continue
      } else {
        endings.shortLived.add(flow)
      }
    }
  }
}

extension RecordTable {
  /// Takes over the final counters of a flow, and nothing else: its other values are those of an entry that
  /// is dying; false where they are another flow's.
  ///
  /// Where they are not to be kept, it only tells.
  fileprivate mutating func takeLast(_ last: PackedFlow, at place: Int, keeps: Bool) -> Bool {
    guard keeps else {
      var record = self[packed: place]
      return record.takeLast(last, clock.tick)
    }
    guard self[packed: place].takeLast(last, clock.tick) else { return false }
    guard self[packed: place].aside != 0 else { return true }
    changeAside(at: place) { aside in
      guard var flow = aside.odd?.flow else { return }
      flow.origCounters = last.origCounters ?? flow.origCounters
      flow.replyCounters = last.replyCounters ?? flow.replyCounters
      aside.odd = OddFlow(flow)
    }
    return true
  }
}

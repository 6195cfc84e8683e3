import FlowModel

/// The conntrack table as a recording has told it so far.
struct PlayedTable: Sendable {
  private var flows: [Flow] = []
  /// When each entry was told of; its timeout runs down from there.
  private var toldAt: [UInt64] = []
  /// Where each entry is; built when the first single entry is looked up.
  private var index: [FlowKey: Int]?

  /// Takes a whole dump for the table.
  ///
  /// - Parameter family: the dump listed this family alone, and the others stay as they were.
  mutating func replace(with dumped: [Flow], of family: Family?, at time: UInt64) {
    var kept: [Flow] = []
    var keptTimes: [UInt64] = []
    if let family {
      for (flow, told) in zip(flows, toldAt) where flow.orig.family != family {
        kept.append(flow)
        keptTimes.append(told)
      }
    }
    flows = kept + dumped
    toldAt = keptTimes + Array(repeating: time, count: dumped.count)
    index = nil
  }

  /// Takes in an entry that is new or changed.
  mutating func update(_ flow: Flow, at time: UInt64) {
    buildIndex()
    if let i = index?[flow.key] {
      flows[i] = flow
      toldAt[i] = time
    } else {
      index?[flow.key] = flows.count
      flows.append(flow)
      toldAt.append(time)
    }
  }

  /// Takes out an entry that is gone.
  mutating func remove(_ key: FlowKey) {
    buildIndex()
    guard let i = index?.removeValue(forKey: key) else { return }
    let last = flows.count - 1
    if i != last {
      flows[i] = flows[last]
      toldAt[i] = toldAt[last]
      index?[flows[i].key] = i
    }
    flows.removeLast()
    toldAt.removeLast()
  }

  /// The entries, with their timeouts run down to this time.
  func flows(at time: UInt64) -> [Flow] {
    var aged = flows
    for i in aged.indices {
      guard let timeout = aged[i].timeout, time > toldAt[i] else { continue }
      let elapsed = (time - toldAt[i]) / 1_000_000_000
      if elapsed > 0 { aged[i].timeout = UInt32(max(0, Int64(timeout) - Int64(elapsed))) }
    }
    return aged
  }

  /// Of entries that came twice, the last one holds.
  private mutating func buildIndex() {
    guard index == nil else { return }
    var built: [FlowKey: Int] = [:]
    built.reserveCapacity(flows.count)
    var count = 0
    for i in flows.indices {
      let key = flows[i].key
      if let earlier = built[key] {
        flows[earlier] = flows[i]
        toldAt[earlier] = toldAt[i]
      } else {
        built[key] = count
        flows[count] = flows[i]
        toldAt[count] = toldAt[i]
        count += 1
      }
    }
    flows.removeSubrange(count...)
    toldAt.removeSubrange(count...)
    index = built
  }
}

/// The order of a listing: one column, then the busiest first, then whatever never changes.
///
/// A flow that has nothing in the column stands last in either direction.
package struct FlowOrder: Hashable, Sendable {
  package var column: FlowColumn
  package var descending: Bool

  package init(_ column: FlowColumn, descending: Bool) {
    self.column = column
    self.descending = descending
  }

  /// What could be faster first, the busiest on top: the glance that the dashboard is for.
  ///
  /// Then the slow flows that nothing mends, those in software, those in hardware.
  package static let glance = FlowOrder(.lane, descending: false)

  /// Puts the places of records in order.
  ///
  /// `time` and `wallTime` are the store's. `rank` tells of the record at a place how its reason
  /// stands among others; nil for none.
  package func sort(
    _ places: inout [Int], of records: [FlowRecord], time: UInt64, wallTime: UInt64,
    rank: (Int) -> ReasonRank? = { _ in nil }
  ) {
    var keys = places.map {
      SortKey(records[$0], $0, self, rank($0), time: time, wallTime: wallTime)
    }
    keys.sort()
    for (at, key) in keys.enumerated() { places[at] = key.place }
  }
}

/// A record's rank, made once so that comparing is cheap.
private struct SortKey: Comparable {
  let isMissing: Bool
  let first: UInt64
  let second: UInt64
  let third: UInt64
  let busy: UInt64
  let volume: UInt64
  let id: UInt32
  let place: Int

  init(
    _ record: FlowRecord, _ place: Int, _ order: FlowOrder, _ rank: ReasonRank?, time: UInt64,
    wallTime: UInt64
  ) {
    let value = Self.value(record, order.column, rank, time: time, wallTime: wallTime)
    isMissing = value == nil
    let flip: UInt64 = order.descending ? .max : 0
    first = (value?.0 ?? 0) ^ flip
    second = (value?.1 ?? 0) ^ flip
    third = (value?.2 ?? 0) ^ flip
    busy = ~Self.bits(record.rates.total ?? 0)
    volume = ~(record.totalBytes ?? 0)
    id = record.flow.id
    self.place = place
  }

  static func < (a: SortKey, b: SortKey) -> Bool {
    if a.isMissing != b.isMissing { return b.isMissing }
    if a.first != b.first { return a.first < b.first }
    if a.second != b.second { return a.second < b.second }
    if a.third != b.third { return a.third < b.third }
    if a.busy != b.busy { return a.busy < b.busy }
    if a.volume != b.volume { return a.volume < b.volume }
    return a.id != b.id ? a.id < b.id : a.place < b.place
  }

  /// A positive number's bits stand in the number's order.
  private static func bits(_ number: Double) -> UInt64 { max(0, number).bitPattern }

  private static func value(
    _ record: FlowRecord, _ column: FlowColumn, _ rank: ReasonRank?, time: UInt64, wallTime: UInt64
  ) -> (UInt64, UInt64, UInt64)? {
    let flow = record.flow
    func one(_ number: UInt64?) -> (UInt64, UInt64, UInt64)? { number.map { ($0, 0, 0) } }
    switch column {
    case .lane: return one(rank?.isHeldBack == true ? 0 : UInt64(flow.lane.rawValue) + 1)
    case .why: return one(rank.map { UInt64($0.number) })
    case .l4: return one(UInt64(flow.l4.rawValue))
    case .source: return (flow.orig.source.high, flow.orig.source.low, UInt64(flow.orig.sourcePort))
    case .destination:
      let to = flow.orig.destination
      return (to.high, to.low, UInt64(flow.orig.destinationPort))
    case .nat:
      guard let translated = flow.translation.first else { return nil }
      return (translated.address.high, translated.address.low, UInt64(translated.port))
    case .state: return one(flow.state.map { UInt64($0.l4.rawValue) << 8 | UInt64($0.rawValue) })
    case .age: return one(record.age(time: time, wallTime: wallTime).nanoseconds)
    case .timeout: return one(flow.timeout.map(UInt64.init))
    case .origRate: return one(record.rates.orig.map(bits))
    case .replyRate: return one(record.rates.reply.map(bits))
    case .rate: return one(record.rates.total.map(bits))
    case .total: return one(record.totalBytes)
    case .packets: return one(record.totalPackets)
    case .mark: return one(flow.mark.map(UInt64.init))
    case .zone: return one(UInt64(flow.zone.id))
    }
  }
}

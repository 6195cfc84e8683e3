/// A record's rank in an order, made once so that comparing is cheap.
package struct FlowSortKey: Comparable, Sendable {
  private let isMissing: Bool
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let busy: UInt64
  private let volume: UInt64
  private let id: UInt32
  private let number: UInt32

  /// The record's place.
  package var place: Int { Int(number) }

  /// The rank of the record at a place.
  ///
  /// `rank` tells how its reason stands among others; nil for none. `time` and `wallTime` are the store's.
  package init(
    _ place: Int, of records: RecordTable, _ order: FlowOrder, rank: ReasonRank?, time: UInt64,
    wallTime: UInt64
  ) {
    self.init(
      place, records.sketch(at: place), order, rank: rank, time: time, wallTime: wallTime,
      record: records[place])
  }

  /// The same of a record whose sketch is at hand; all of it is made only where the order needs it.
  package init(
    _ place: Int, _ sketch: RecordTable.Sketch, _ order: FlowOrder, rank: ReasonRank?,
    time: UInt64, wallTime: UInt64, record: @autoclosure () -> FlowRecord
  ) {
    let value: (UInt64, UInt64, UInt64)? =
      switch order.column {
      case .lane: (rank?.isHeldBack == true ? 0 : UInt64(sketch.lane.rawValue) + 1, 0, 0)
      case .rate: sketch.rate.map { (Self.bits($0), 0, 0) }
      case .why: rank.map { (UInt64($0.number), 0, 0) }
      default: Self.value(record(), order.column, time: time, wallTime: wallTime)
      }
    isMissing = value == nil
    let flip: UInt64 = order.descending ? .max : 0
    first = (value?.0 ?? 0) ^ flip
    second = (value?.1 ?? 0) ^ flip
    third = (value?.2 ?? 0) ^ flip
    busy = ~Self.bits(sketch.rate ?? 0)
    volume = ~sketch.volume
    id = sketch.id
    number = UInt32(place)
  }

  package static func < (a: FlowSortKey, b: FlowSortKey) -> Bool {
    if a.isMissing != b.isMissing { return b.isMissing }
    if a.first != b.first { return a.first < b.first }
    if a.second != b.second { return a.second < b.second }
    if a.third != b.third { return a.third < b.third }
    if a.busy != b.busy { return a.busy < b.busy }
    if a.volume != b.volume { return a.volume < b.volume }
    return a.id != b.id ? a.id < b.id : a.number < b.number
  }

  /// A positive number's bits stand in the number's order.
  private static func bits(_ number: Double) -> UInt64 { max(0, number).bitPattern }

  private static func value(
    _ record: FlowRecord, _ column: FlowColumn, time: UInt64, wallTime: UInt64
  ) -> (UInt64, UInt64, UInt64)? {
    let flow = record.flow
    func one(_ number: UInt64?) -> (UInt64, UInt64, UInt64)? { number.map { ($0, 0, 0) } }
    switch column {
    case .lane, .rate, .why: return nil
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
    case .total: return one(record.totalBytes)
    case .packets: return one(record.totalPackets)
    case .mark: return one(flow.mark.map(UInt64.init))
    case .zone: return one(UInt64(flow.zone.id))
    }
  }
}

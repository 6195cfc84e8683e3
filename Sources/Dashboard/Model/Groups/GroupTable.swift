import Diagnosis
package import FlowModel

/// One group of flows with what goes through each lane.
package struct GroupRow: Sendable {
  package let key: GroupKey
  package let name: String
  /// What Enter filters by; nil where no filter tells its flows from others.
  package let filter: String?
  package let totals: LaneTotals

  /// Bits per second of the flows whose rate is known.
  package var rate: Double { Lane.allCases.reduce(0) { $0 + totals[$1].rate } }

  /// Flows whose rate is not known.
  package var unknown: Int { Lane.allCases.reduce(0) { $0 + totals[$1].unknown } }
}

/// All listed flows of a moment, summed up by what they have in common.
///
/// One pass over the records: made once a poll, and only while the groups are seen.
struct GroupTable: Sendable {
  /// The heaviest groups in order.
  private(set) var rows: [GroupRow] = []
  /// All groups, listed or not, and all flows in them.
  private(set) var count = 0
  private(set) var all = LaneTotals()

  /// How many groups are listed: behind them nobody scrolls, and each costs its name.
  static let most = 1000

  private struct Sum: Sendable {
    var totals = LaneTotals()
    /// The place of the flow that stands for the group, and which end of it is meant.
    let sample: Int
    let isFarEnd: Bool
  }

  private var sums: [Sum] = []
  private var keys: [GroupKey] = []
  private var places: [GroupKey: Int] = [:]
  private var pairs: [String: Int] = [:]
  private var lookups = 0

  /// Of how many flows routing is asked for the devices in one poll: about half a second of it.
  private static let mostLookups = 200_000
  /// The number of the pair of those that it is not asked for.
  private static let notAsked = 0xffff_ffff

  private let kind: GroupKind
  /// The first place of the store that has not been looked at.
  private var next = 0

  init(_ kind: GroupKind) { self.kind = kind }

  /// Sums up so many more records; true when all are.
  mutating func goOn(_ moment: Moment, _ listing: Listing, places most: Int) -> Bool {
    var buffer = TextBuffer()
    var facts = ListedFacts(moment, pins: listing.pins)
    let records = moment.store.records
    let end = min(records.count, next + min(most, records.count))
    for place in next..<max(next, end) where !records.hasEnded(at: place) {
      facts.place = place
      let record = records[place]
      guard listing.selects(record, &facts, &buffer) else { continue }
      all.add(record)
      add(record, place, moment)
    }
    next = end
    return next >= records.count
  }

  private mutating func add(_ record: FlowRecord, _ place: Int, _ moment: Moment) {
    let flow = record.flow
    switch kind {
    case .source: add(record, place, GroupKey(flow.orig.source, flow.orig.family))
    case .destination: add(record, place, GroupKey(flow.orig.destination, flow.orig.family))
    case .host:
      let near = GroupKey(flow.orig.source, flow.orig.family)
      let far = GroupKey(flow.orig.destination, flow.orig.family)
      add(record, place, near)
      if far != near { add(record, place, far, isFarEnd: true) }
    case .port: add(record, place, GroupKey(portOf: flow))
    case .l4: add(record, place, GroupKey(flow.l4))
    case .devices: add(record, place, pair(flow, moment))
    case .zone: add(record, place, GroupKey(flow.zone))
    case .mark: add(record, place, GroupKey(mark: flow.mark))
    case .lane: add(record, place, GroupKey(flow.lane))
    case .reason: add(record, place, GroupKey(moment.reasons[place]))
    }
  }

  /// Names the heaviest groups and puts them in order.
  mutating func finish(_ moment: Moment, _ list: GroupList, arrow: String, unknown: String) {
    count = sums.count
    // By name they can be sorted only once they are named, and only those that are listed are.
    let places = heaviest(list.order == .name ? .rate : list.order)
    rows = places.map { at in
      let sum = sums[at]
      let flow = moment.store.records[sum.sample].flow
      let name = GroupName(
        kind, flow, reason: moment.reasons[sum.sample],
        devices: kind == .devices ? moment.diagnostician.devices(of: flow) : nil,
        isFarEnd: sum.isFarEnd, arrow: arrow, unknown: unknown)
      if kind == .devices, keys[at] == GroupKey(pair: Self.notAsked) {
        let most = Quantity.count(Self.mostLookups)
        return GroupRow(
          key: keys[at], name: "not looked up, behind \(most)", filter: nil, totals: sum.totals)
      }
      return GroupRow(key: keys[at], name: name.text, filter: name.filter, totals: sum.totals)
    }
    if list.order == .name { rows.sort { $0.name < $1.name } }
    if list.isReversed { rows.reverse() }
  }

  private mutating func add(
    _ record: FlowRecord, _ place: Int, _ key: GroupKey, isFarEnd: Bool = false
  ) {
    let at: Int
    if let known = places[key] {
      at = known
    } else {
      at = sums.count
      places[key] = at
      keys.append(key)
      sums.append(Sum(sample: place, isFarEnd: isFarEnd))
    }
    sums[at].totals.add(record)
  }

  private mutating func pair(_ flow: Flow, _ moment: Moment) -> GroupKey {
    guard lookups < Self.mostLookups else { return GroupKey(pair: Self.notAsked) }
    lookups += 1
    let devices = moment.diagnostician.devices(of: flow)
    let input = devices?.beginsHere == true ? "\u{1}" : devices?.input ?? ""
    let output = devices?.endsHere == true ? "\u{1}" : devices?.output ?? ""
    let text = "\(input)\n\(output)"
    let number = pairs[text] ?? pairs.count
    pairs[text] = number
    return GroupKey(pair: number)
  }

  /// The places of the groups to list: by what they are sorted by, then the one that was met first.
  private func heaviest(_ order: GroupOrder) -> [Int] {
    let weights: [(weight: Double, flows: Int, place: Int)] = sums.enumerated().map { at, sum in
      let totals = sum.totals
      let weight =
        switch order {
        case .slowRate: totals.slow.rate
        case .flows: Double(totals.flows)
        case .rate, .name: Lane.allCases.reduce(0.0) { $0 + totals[$1].rate }
        }
      return (weight, totals.flows, at)
    }
    let sorted = weights.sorted { a, b in
      if a.weight != b.weight { return a.weight > b.weight }
      return a.flows != b.flows ? a.flows > b.flows : a.place < b.place
    }
    return sorted.prefix(Self.most).map(\.place)
  }
}

package import Diagnosis
package import FlowModel

/// The reason of each record of a store, and how many flows of a lane have which.
///
/// Of few flows each is asked for at each poll. Of many, those that are new or changed their lane are,
/// as far as a poll's share of work goes, and some of the others in turn.
package struct FlowReasons: Sendable {
  /// By the place of the record.
  private var reasons: [KnownReason] = []
  /// Flows by lane and code, as of the last poll and of the one that is being taken in.
  private var counts = Self.none
  private var sums = Self.none
  /// How many slow flows have not been asked for yet.
  package private(set) var notAsked = 0
  private var newNotAsked = 0
  /// How many may still be asked for in this poll.
  private var fresh = 0
  private var busy = 0
  private var stale = 0
  /// From where on those that were asked before are asked for again.
  private var turn = 0

  /// Of how many the reasons are found in one poll of a large table: those that were never asked for,
  /// and those that were.
  private static let mostFresh = 25_000
  private static let mostStale = 2_000
  /// Those that carry traffic, on which eyes and order rest, have a share of their own.
  private static let mostBusy = 20_000
  private static let codes = ReasonCode.allCases.count
  private static let none = Array(repeating: 0, count: Lane.allCases.count * codes)

  package init() {}

  /// Asks for the reason of each record; flows that ended are not counted.
  init(_ store: FlowStore, reason find: (FlowRecord) -> Reason?) {
    for (place, record) in store.records.enumerated() {
      let reason = find(record)
      reasons.append(KnownReason(reason))
      guard let reason, !record.hasEnded else { continue }
      counts[Self.slot(store.records.lane(at: place), reason.shownCode)] += 1
    }
  }

  private static func slot(_ lane: Lane, _ code: ReasonCode) -> Int {
    Int(lane.rawValue) * codes + Int(code.number)
  }

  /// The reason of the record at a place of the store; nil where it has none, or was not asked for.
  package subscript(place: Int) -> Reason? {
    reasons.indices.contains(place) ? reasons[place].reason : nil
  }

  func wasAsked(at place: Int) -> Bool {
    reasons.indices.contains(place) && reasons[place].wasAsked
  }

  // MARK: A poll

  mutating func begin(_ count: Int) {
    sums = Self.none
    newNotAsked = 0
    fresh = Self.mostFresh
    busy = Self.mostBusy
    stale = Self.mostStale
    while reasons.count < count { reasons.append(.notAsked) }
    if turn >= count { turn = 0 }
  }

  /// Goes over the record at a place; `find` tells its reason, and may remember it.
  mutating func review(
    _ place: Int, _ sketch: RecordTable.Sketch, of records: RecordTable,
    _ find: (_ record: FlowRecord, _ remembers: Bool) -> Reason?
  ) -> Reason? {
    let isLarge = records.count > Moment.mostAtOnce
    if !isLarge || isDue(place, sketch) {
      reasons[place] = KnownReason(find(records[place], !isLarge))
    }
    guard reasons[place].wasAsked else {
      if !sketch.hasEnded, sketch.lane == .slow { newNotAsked += 1 }
      return nil
    }
    let reason = reasons[place].reason
    if let reason, !sketch.hasEnded { sums[Self.slot(sketch.lane, reason.shownCode)] += 1 }
    return reason
  }

  /// Whether a record of a large table is to be asked for.
  private mutating func isDue(_ place: Int, _ sketch: RecordTable.Sketch) -> Bool {
    if !reasons[place].wasAsked {
      if busy > 0, sketch.rate ?? 0 > 0 {
        busy -= 1
        return true
      }
      guard fresh > 0 else { return false }
      fresh -= 1
      return true
    }
    if sketch.isNew {
      reasons[place] = .notAsked
      return isDue(place, sketch)
    }
    guard place >= turn, stale > 0 else { return false }
    stale -= 1
    if stale == 0 { turn = place + 1 }
    return true
  }

  /// Asks for one record now, as for those on the screen.
  mutating func ask(_ place: Int, of records: RecordTable, _ find: (FlowRecord) -> Reason?) {
    while reasons.count <= place { reasons.append(.notAsked) }
    reasons[place] = KnownReason(find(records[place]))
  }

  mutating func finish(_ moves: PlaceMoves) {
    counts = sums
    notAsked = newNotAsked
    if stale > 0 { turn = 0 }
    follow(moves)
  }

  /// Follows records to their new places.
  mutating func follow(_ moves: PlaceMoves) {
    // While a poll is being taken in there are records that were not gone over yet.
    while reasons.count < moves.before { reasons.append(.notAsked) }
    for step in moves.steps { reasons[step.to] = reasons[step.from] }
    reasons.removeLast(reasons.count - moves.count)
  }

  // MARK: Sums

  /// How many flows of a lane have a reason.
  package func count(_ lane: Lane, _ code: ReasonCode) -> Int { counts[Self.slot(lane, code)] }

  /// How many flows of a lane have which reason, the most frequent first.
  package func sums(_ lane: Lane) -> [(code: ReasonCode, flows: Int)] {
    ReasonCode.allCases
      .map { (code: $0, flows: counts[Self.slot(lane, $0)]) }
      .filter { $0.flows > 0 }
      .sorted { ($1.flows, $0.code.number) < ($0.flows, $1.code.number) }
  }
}

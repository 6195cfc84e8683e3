package import Diagnosis
package import FlowModel

/// What the polls have shown up to one moment: the flows, their reasons, and what stands around them.
///
/// A poll is taken in by parts, as by `FlowStore`: `begin`, `take`, `close`, `settle`, `finish`.
package struct Moment: Sendable {
  package private(set) var store = FlowStore()
  package internal(set) var reasons = FlowReasons()
  /// Knows the surroundings of the newest snapshot.
  package private(set) var diagnostician = Diagnostician()
  /// The newest snapshot without its flows, which the store holds; nil before the first.
  package private(set) var snapshot: Snapshot?
  package private(set) var drift = Drift()
  /// The pins to a lane that the newest snapshot shows.
  package private(set) var pins = LanePins()
  /// The slow flow that carries much of all traffic and could be faster; nil where there is none.
  package private(set) var elephant: Elephant?
  package var failed: FailedOffloads { survey.failed }
  private var pinWatch = PinWatch()

  /// What is found as the records are gone over.
  private var survey = Survey()

  package init() {}

  // MARK: A poll by parts

  mutating func begin(_ poll: PollStart) {
    store.begin(poll)
    // A recording that began again: other flows will stand at the places that reasons are known of.
    if store.records.isEmpty { reasons = FlowReasons() }
  }

  mutating func take(_ flows: FlowBatch) { store.take(flows) }

  mutating func takeAgain() { store.takeAgain() }

  /// Takes in flows that the kernel said have ended, between polls or during one.
  mutating func end(_ flows: FlowBatch) { store.end(flows) }

  /// The same while no poll comes and the flows are to stand as they are.
  mutating func countEnds(_ flows: FlowBatch) { store.countEnds(flows) }

  /// Takes in what the poll read besides flows, once these are all taken in.
  mutating func close(_ snapshot: Snapshot) {
    var surroundings = snapshot
    surroundings.flows = []
    store.close(isWhole: snapshot.isWhole)
    diagnostician.update(surroundings, offloadsSome: store.offloadsSome)
    drift.take(surroundings)
    self.snapshot = surroundings
    reasons.begin(store.records.count)
    survey.failed.begin()
    survey.heaviest = HeaviestPlaces()
    survey.pins = LanePins(ruleset: snapshot.ruleset, wallTime: snapshot.wallTime)
  }

  /// Goes over the records of a range of places, once the poll is closed.
  ///
  /// `held` names flows that stay listed after their end.
  mutating func settle(_ places: Range<Int>, holding held: Set<FlowKey>) {
    store.settle(places, holding: held)
    let records = store.records
    let now = snapshot?.time ?? 0
    var found = Survey()
    swap(&found, &survey)
    withDiagnostician { diagnostician, reasons in
      records.forEach(in: places) { place, sketch in
        let reason = reasons.review(place, sketch, of: records) { record, remembers in
          diagnostician.reason(record.flow, record.history, remembers: remembers)
        }
        if !sketch.hasEnded { found.note(place, sketch, of: records, reason, now: now) }
      }
    }
    swap(&found, &survey)
  }

  /// Ends the poll, and tells which records have moved.
  mutating func finish() -> PlaceMoves {
    survey.pins.close()
    pins = survey.pins
    store.sumUp()
    findElephant()
    survey.failed.finish(store, diagnostician)
    let moves = store.finish()
    reasons.finish(moves)
    pinWatch.take(pins, store)
    return moves
  }

  private mutating func findElephant() {
    ask(survey.heaviest.all.map(\.place).filter { !reasons.wasAsked(at: $0) })
    elephant = Elephant(store, survey.heaviest, before: elephant) { reasons[$0] }
  }

  /// Finds the reasons of records anew, as of those on the screen.
  mutating func ask(_ places: some Sequence<Int>) {
    let records = store.records
    withDiagnostician { diagnostician, reasons in
      for place in places where records.indices.contains(place) {
        reasons.ask(place, of: records) {
          diagnostician.reason($0.flow, $0.history, remembers: false)
        }
      }
    }
  }

  /// Lends both at once; what the diagnostician remembers is not copied for that.
  private mutating func withDiagnostician(
    _ body: (inout Diagnostician, inout FlowReasons) -> Void
  ) {
    var (lent, found) = (Diagnostician(), FlowReasons())
    swap(&lent, &diagnostician)
    swap(&found, &reasons)
    body(&lent, &found)
    swap(&lent, &diagnostician)
    swap(&found, &reasons)
  }

  /// Up to how many flows all are looked into, and put in order, at each poll and in one turn.
  static let mostAtOnce = 20_000

  var isLarge: Bool { store.records.count > Self.mostAtOnce }

  /// Lets flows whose entries were replaced go on, with their reasons.
  mutating func follow(_ replacements: [(old: Flow, new: Flow)]) {
    reasons.follow(store.follow(replacements))
    if isLarge {
      let places = replacements.compactMap { store.place(of: $0.new.key) }
      return ask(places)
    }
    let flows = store
    withDiagnostician { diagnostician, reasons in
      reasons = FlowReasons(flows) { diagnostician.reason($0.flow, $0.history) }
    }
  }

  // MARK: What it tells

  /// The pin that holds a flow in a lane, and whether it does; nil without one.
  func pin(of record: FlowRecord) -> ShownPin? {
    guard !record.hasEnded, let pin = pins[record.key] else { return nil }
    return ShownPin(pin: pin, standing: pinWatch.standing(pin, of: record, at: store.time))
  }

  /// The newest snapshot with flows again, for what looks at all of it: of many the first, and of
  /// each lane some.
  var wholeSnapshot: Snapshot? {
    guard var snapshot else { return nil }
    var left = Dictionary(uniqueKeysWithValues: Lane.allCases.map { ($0, Self.mostOfLane) })
    let records = store.records
    for place in records.indices where !records.hasEnded(at: place) {
      let lane = records.lane(at: place)
      guard let more = left[lane], more > 0 else { continue }
      left[lane] = more - 1
      snapshot.flows.append(records.flow(at: place))
    }
    return snapshot
  }

  private static let mostOfLane = 10_000

  /// The moment as it can be kept beside newer ones, at the price of its flows alone.
  var kept: Moment {
    var copy = self
    copy.diagnostician = diagnostician.forgetful
    return copy
  }
}

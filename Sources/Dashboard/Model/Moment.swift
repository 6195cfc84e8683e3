package import Diagnosis
package import FlowModel

/// What the polls have shown up to one moment: the flows, their reasons, and what stands around them.
package struct Moment: Sendable {
  package internal(set) var store = FlowStore()
  package internal(set) var reasons = FlowReasons()
  /// Knows the surroundings of the newest snapshot.
  package internal(set) var diagnostician = Diagnostician()
  /// The newest snapshot without its flows, which the store holds; nil before the first.
  package internal(set) var snapshot: Snapshot?
  package internal(set) var drift = Drift()
  /// The pins to a lane that the newest snapshot shows.
  package private(set) var pins = LanePins()
  /// The slow flow that carries much of all traffic and could be faster; nil where there is none.
  package private(set) var elephant: Elephant?
  package private(set) var failed = FailedOffloads()
  private var pinWatch = PinWatch()

  package init() {}

  /// Takes in a poll.
  ///
  /// `held` names flows that stay listed after their end.
  mutating func take(_ snapshot: Snapshot, holding held: Set<FlowKey>) {
    store.apply(snapshot, holding: held)
    diagnostician.update(snapshot)
    reasons = FlowReasons(store) { diagnostician.reason($0.flow, $0.history) }
    elephant = Elephant(store, reasons, before: elephant)
    failed = FailedOffloads(store, reasons, diagnostician, before: failed)
    drift.take(snapshot)
    pins = LanePins(snapshot)
    pinWatch.take(pins, store)
    var surroundings = snapshot
    surroundings.flows = []
    self.snapshot = surroundings
  }

  /// Lets flows whose entries were replaced go on, with their reasons.
  mutating func follow(_ replacements: [(old: Flow, new: Flow)]) {
    store.follow(replacements)
    // Records may have moved: reasons are kept by their places.
    reasons = FlowReasons(store) { diagnostician.reason($0.flow, $0.history) }
    elephant = Elephant(store, reasons, before: elephant)
  }

  /// The pin that holds a flow in a lane, and whether it does; nil without one.
  func pin(of record: FlowRecord) -> ShownPin? {
    guard !record.hasEnded, let pin = pins[record.key] else { return nil }
    return ShownPin(pin: pin, standing: pinWatch.standing(pin, of: record, at: store.time))
  }

  /// The newest snapshot with its flows again, for what looks at all of it.
  var wholeSnapshot: Snapshot? {
    guard var snapshot else { return nil }
    snapshot.flows = store.records.filter { !$0.hasEnded }.map(\.flow)
    return snapshot
  }

  /// The moment as it can be kept beside newer ones, at the price of its flows alone.
  var kept: Moment {
    var copy = self
    copy.diagnostician = diagnostician.forgetful
    return copy
  }
}

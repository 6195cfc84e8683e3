import Diagnosis
import FlowModel

/// What a listing has learned about flows from the snapshots it read, for its filter to ask.
nonisolated struct ReadingFacts: FlowFacts {
  /// The flows through time; empty where one snapshot alone is listed.
  var store = FlowStore()
  var diagnostician = Diagnostician()
  /// The lane pins of the newest snapshot.
  var pins = LanePins()
  let showsReason: Bool
  /// The flow that is asked about.
  private var flow: Flow?
  private var record: FlowRecord?
  /// When it was seen; nanoseconds since 1970.
  private var wallTime: UInt64 = 0

  init(showsReason: Bool) { self.showsReason = showsReason }

  /// Turns to a flow, and to its record where the store holds one.
  mutating func turn(to flow: Flow, _ record: FlowRecord?, wallTime: UInt64) {
    self.flow = flow
    self.record = record
    self.wallTime = wallTime
  }

  var rates: Rates { record?.rates ?? Rates() }

  var carried: CarriedCounters? { record?.carried }

  var age: (nanoseconds: UInt64, exact: Bool)? {
    if let record { return record.age(time: store.time, wallTime: store.wallTime) }
    guard let start = flow?.start else { return nil }
    return (wallTime > start ? wallTime - start : 0, true)
  }

  /// Whether a lane pin holds it: nobody pins on top of a listing.
  var isPinned: Bool { flow.map { pins.pin(of: $0) != nil } ?? false }

  mutating func reason() -> FilterReason? {
    guard let flow else { return .untold }
    return diagnostician.reason(flow, record?.history).map { FilterReason(explained: $0) }
  }

  func devices() -> FilterDevices {
    flow.map { FilterDevices(diagnostician.devices(of: $0)) } ?? .untold
  }
}

import Diagnosis
import FlowModel

/// What the dashboard knows of the flow at a place of its store, for the filter to ask.
///
/// Made once for a whole list and moved from place to place, so that a flow costs nothing.
struct ListedFacts: FlowFacts {
  private let moment: Moment
  private let pins: Set<FlowKey>
  /// The place in the moment's store of the flow that is asked about.
  var place = 0

  init(_ moment: Moment, pins: [FlowKey]) {
    self.moment = moment
    self.pins = Set(pins)
  }

  var rates: Rates { moment.store.records[place].rates }

  var carried: CarriedCounters? { moment.store.records[place].carried }

  var age: (nanoseconds: UInt64, exact: Bool)? {
    let store = moment.store
    return store.records[place].age(time: store.time, wallTime: store.wallTime)
  }

  /// Whether the row is pinned on top.
  var isOnTop: Bool { !pins.isEmpty && pins.contains(moment.store.records[place].key) }

  /// Pins of every kind count: on top, and to a lane.
  var isPinned: Bool { isOnTop || moment.pins[moment.store.records[place].key] != nil }

  var showsReason: Bool { true }

  func reason() -> FilterReason? { moment.reasons[place].map { FilterReason($0) } }

  func devices() -> FilterDevices {
    FilterDevices(moment.diagnostician.devices(of: moment.store.records[place].flow))
  }
}

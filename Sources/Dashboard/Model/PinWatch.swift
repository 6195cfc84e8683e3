import FlowModel

/// Since when each pin has been seen, and how far its flow had come then: what tells a pin that fails
/// from one that had no occasion yet.
struct PinWatch: Sendable {
  private struct Sight: Sendable {
    let lane: LanePin.Lane
    /// The clock of the poll that saw the pin first.
    let time: UInt64
    let packets: UInt64?
  }

  private var sights: [FlowKey: Sight] = [:]

  mutating func take(_ pins: LanePins, _ store: FlowStore) {
    if pins.isEmpty {
      sights = [:]
      return
    }
    var now: [FlowKey: Sight] = [:]
    for flow in pins.flows {
      let key = flow.key
      guard let pin = pins[key] else { continue }
      // A recording that began again is watched anew.
      if let sight = sights[key], sight.lane == pin.lane, sight.time <= store.time {
        now[key] = sight
      } else {
        now[key] = Sight(lane: pin.lane, time: store.time, packets: flow.totalPackets)
      }
    }
    sights = now
  }

  func standing(_ pin: LanePin, of record: FlowRecord, at time: UInt64) -> PinStanding {
    guard let sight = sights[record.key] else {
      return pin.standing(of: record.flow, seen: 0, moved: false)
    }
    let moved = (record.flow.totalPackets ?? 0) > (sight.packets ?? 0)
    return pin.standing(
      of: record.flow, seen: time >= sight.time ? time - sight.time : 0, moved: moved)
  }
}

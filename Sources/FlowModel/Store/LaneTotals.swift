/// What goes through each lane at one moment.
///
/// Flows that ended do not count.
package struct LaneTotals: Hashable, Sendable {
  package struct Total: Hashable, Sendable {
    package var flows = 0
    /// Bits per second of the flows whose rate is known.
    package var rate: Double = 0
    /// Flows whose rate the counters cannot tell: the truth is `rate` or more.
    package var unknown = 0

    /// The rate, or nil when no flow of the lane has a known one.
    package var knownRate: Double? { unknown == flows && flows > 0 ? nil : rate }
  }

  package private(set) var slow = Total()
  package private(set) var software = Total()
  package private(set) var hardware = Total()

  package init() {}

  /// Counts one more flow.
  package mutating func add(_ record: FlowRecord) { add(record.lane, record.rates.total) }

  mutating func add(_ record: PackedRecord) { add(record.lane, record.rate) }

  /// Counts one more flow of a lane, whose rate is nil where it is not known.
  package mutating func add(_ lane: Lane, _ rate: Double?) {
    switch lane {
    case .slow: Self.add(rate, to: &slow)
    case .software: Self.add(rate, to: &software)
    case .hardware: Self.add(rate, to: &hardware)
    }
  }

  private static func add(_ rate: Double?, to total: inout Total) {
    total.flows += 1
    if let rate {
      total.rate += rate
    } else {
      total.unknown += 1
    }
  }

  package subscript(lane: Lane) -> Total {
    switch lane {
    case .slow: slow
    case .software: software
    case .hardware: hardware
    }
  }

  package var flows: Int { slow.flows + software.flows + hardware.flows }

  /// A lane's part of all traffic, 0 to 1; nil while no rate is known.
  package func share(of lane: Lane) -> Double? {
    guard let rate = self[lane].knownRate else { return nil }
    let all = slow.rate + software.rate + hardware.rate
    return all > 0 ? rate / all : nil
  }
}

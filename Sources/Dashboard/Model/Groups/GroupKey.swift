import Diagnosis
import FlowModel

/// What the flows of a group have in common, in a form that a million flows can be asked for.
package struct GroupKey: Hashable, Sendable {
  private let high: UInt64
  private let low: UInt64
  private let number: UInt32

  private init(_ number: UInt32, high: UInt64 = 0, low: UInt64 = 0) {
    self.number = number
    self.high = high
    self.low = low
  }

  init(_ address: Address, _ family: Family) {
    self.init(family == .ipv4 ? 4 : 6, high: address.high, low: address.low)
  }

  init(portOf flow: Flow) {
    let port = flow.l4.hasPorts ? UInt32(flow.orig.destinationPort) : 0
    self.init(UInt32(flow.l4.rawValue) << 16 | port)
  }

  init(_ l4: L4Protocol) { self.init(UInt32(l4.rawValue)) }

  init(_ zone: Zone) { self.init(UInt32(zone.id)) }

  /// nil is what the kernel did not say.
  init(mark: UInt32?) { self.init(mark ?? 0, high: mark == nil ? 1 : 0) }

  init(_ lane: Lane) { self.init(UInt32(lane.rawValue)) }

  init(_ reason: Reason?) { self.init(reason.map { UInt32($0.shownCode.number) } ?? .max) }

  /// Device pairs are numbered as they are met.
  init(pair number: Int) { self.init(UInt32(number)) }
}

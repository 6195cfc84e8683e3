/// Flows that lived and died between polls: no poll saw them, only the kernel's word of their end did.
package struct ShortLived: Hashable, Sendable {
  /// How many, by the lane that they ended in.
  package private(set) var slow = 0
  package private(set) var software = 0
  package private(set) var hardware = 0
  /// How many of them the kernel counted (`nf_conntrack_acct`); the others carried nobody knows what.
  package private(set) var counted = 0
  /// What those carried, both directions together; bytes of layer 3 and above.
  package private(set) var packets: UInt64 = 0
  package private(set) var bytes: UInt64 = 0

  package init() {}

  package var flows: Int { slow + software + hardware }

  package subscript(lane: Lane) -> Int {
    switch lane {
    case .slow: slow
    case .software: software
    case .hardware: hardware
    }
  }

  mutating func add(_ flow: PackedFlow) {
    switch flow.lane {
    case .slow: slow += 1
    case .software: software += 1
    case .hardware: hardware += 1
    }
    guard flow.isCounted else { return }
    counted += 1
    packets &+= (flow.origCounters?.packets ?? 0) &+ (flow.replyCounters?.packets ?? 0)
    bytes &+= flow.origBytes &+ flow.replyBytes
  }

  package static func + (a: ShortLived, b: ShortLived) -> ShortLived {
    var sum = a
    sum.slow += b.slow
    sum.software += b.software
    sum.hardware += b.hardware
    sum.counted += b.counted
    sum.packets &+= b.packets
    sum.bytes &+= b.bytes
    return sum
  }
}

/// Finds the place of a flow's record by its key: open addressing, linear probing.
///
/// The hash is keyed anew for each index: whoever writes a recording can choose ids, ports and
/// addresses, but cannot make them meet in one slot.
struct FlowIndex: Sendable {
  /// A record's place plus 1; 0 is a free slot.
  ///
  /// The count is a power of two.
  private var slots: [UInt32]
  private var used = 0
  private let seed = UInt64.random(in: 0 ... .max)

  init() { slots = Array(repeating: 0, count: 64) }

  private func home(_ key: FlowKey) -> Int {
    let from = key.orig.source
    let to = key.orig.destination
    let ports = UInt64(key.orig.sourcePort) << 16 | UInt64(key.orig.destinationPort)
    let zone = UInt64(key.zone.id) << 8 | UInt64(key.orig.l4.rawValue)
    var hash = Self.fold(seed ^ (UInt64(key.id) << 32 | ports), 0x9e37_79b9_7f4a_7c15)
    hash = Self.fold(hash ^ from.low, seed ^ to.low)
    hash = Self.fold(hash ^ from.high ^ zone, ~seed ^ to.high)
    return Int(truncatingIfNeeded: hash) & (slots.count - 1)
  }

  /// Both halves of the product of two numbers, one upon the other.
  @inline(__always)
  private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b | 1)
    return product.high ^ product.low
  }

  /// The place of the record with this key in `records`, or nil.
  func find(_ key: FlowKey, in records: [FlowRecord]) -> Int? {
    var slot = home(key)
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if records[place].flow.id == key.id && records[place].flow.key == key { return place }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Enters the last of `records`, whose key is not there yet.
  mutating func insertLast(of records: [FlowRecord]) {
    guard let last = records.last else { return }
    if (used + 1) * 3 > slots.count * 2 {
      grow(records)
    } else {
      enter(last.flow.key, records.count - 1)
    }
  }

  /// Makes the index anew for these records.
  mutating func rebuild(_ records: [FlowRecord]) {
    for slot in slots.indices { slots[slot] = 0 }
    used = 0
    for (place, record) in records.enumerated() { enter(record.flow.key, place) }
  }

  private mutating func enter(_ key: FlowKey, _ place: Int) {
    var slot = home(key)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = UInt32(place + 1)
    used += 1
  }

  private mutating func grow(_ records: [FlowRecord]) {
    slots = Array(repeating: 0, count: slots.count * 2)
    used = 0
    for (place, record) in records.enumerated() { enter(record.flow.key, place) }
  }
}

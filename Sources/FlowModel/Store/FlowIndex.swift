/// Finds the place of a flow's record by its key: open addressing, linear probing.
///
/// It hashes the kernel's id, which is a keyed siphash of the entry and thus as good as random; no
/// sender on the network can aim at one slot.
struct FlowIndex: Sendable {
  /// A record's place plus 1; 0 is a free slot.
  ///
  /// The count is a power of two.
  private var slots: [UInt32]
  private var used = 0

  init() { slots = Array(repeating: 0, count: 64) }

  private func home(_ key: FlowKey) -> Int {
    let mixed = (key.id ^ UInt32(key.orig.sourcePort) &* 0x9e37_79b1) &* 0x85eb_ca6b
    return Int(mixed ^ mixed >> 15) & (slots.count - 1)
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

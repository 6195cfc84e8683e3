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

  /// The place of the record with this key, or nil; `isAt` tells whether the one at a place has it.
  func find(_ key: FlowKey, _ isAt: (Int) -> Bool) -> Int? {
    var slot = home(key)
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if isAt(place) { return place }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Whether one more key needs more slots: then it is to be made anew (`clear`).
  var isFull: Bool { !hasRoom(for: used + 1) }

  func hasRoom(for count: Int) -> Bool { count * 3 <= slots.count * 2 }

  /// Enters a key that is not there yet.
  mutating func enter(_ key: FlowKey, at place: Int) {
    var slot = home(key)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = UInt32(place + 1)
    used += 1
  }

  /// Makes the index anew with room for so many keys; they are to be entered again.
  mutating func clear(for count: Int) {
    var size = 64
    while (count + 1) * 3 > size * 2 { size *= 2 }
    if size == slots.count {
      for slot in slots.indices { slots[slot] = 0 }
    } else {
      slots = Array(repeating: 0, count: size)
    }
    used = 0
  }

  /// Says that the record of a key is at another place now.
  mutating func move(_ key: FlowKey, from place: Int, to new: Int) {
    guard let slot = slot(of: key, place) else { return }
    slots[slot] = UInt32(new + 1)
  }

  /// Takes a key out; what lies behind it moves up, so that no search ends before it.
  mutating func remove(_ key: FlowKey, at place: Int, key keyAt: (Int) -> FlowKey) {
    guard var hole = slot(of: key, place) else { return }
    let mask = slots.count - 1
    var slot = hole
    while true {
      slot = (slot + 1) & mask
      guard slots[slot] != 0 else { break }
      let wanted = home(keyAt(Int(slots[slot]) - 1))
      // Whether the hole lies between where the entry would be and where it is.
      if (slot - wanted) & mask >= (slot - hole) & mask {
        slots[hole] = slots[slot]
        hole = slot
      }
    }
    slots[hole] = 0
    used -= 1
  }

  private func slot(of key: FlowKey, _ place: Int) -> Int? {
    var slot = home(key)
    while slots[slot] != 0 {
      if Int(slots[slot]) - 1 == place { return slot }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }
}

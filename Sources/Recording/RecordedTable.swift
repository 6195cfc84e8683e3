import FlowModel
import NetlinkWire

/// What a recording said last of each entry.
struct RecordedTable: Sendable {
  private struct Entry {
    var fingerprint: UInt64
    /// As it was written; it runs down from there.
    var timeout: UInt32?
    var time: UInt64
    var poll: UInt32
    /// What the kernel would say of its end.
    var reply: Tuple
    var status: Status
  }

  private var entries: [FlowKey: Entry] = [:]
  private var poll: UInt32 = 0
  /// Polls differ by seconds at most in what they read of a timeout that runs down.
  private static let slack: Int64 = 2

  mutating func beginPoll() { poll &+= 1 }

  /// Notes an entry; true when it says something that its last sighting did not lead to expect.
  ///
  /// A message that cannot be decoded is always worth telling.
  mutating func note(_ datagram: RawSpan, _ message: Message, at time: UInt64) -> Bool {
    guard let flow = try? Flow(decoding: datagram, message),
      let fingerprint = datagram.fingerprint(ofFlow: message)
    else { return true }
    let key = flow.key
    let entry = Entry(
      fingerprint: fingerprint, timeout: flow.timeout, time: time, poll: poll, reply: flow.reply,
      status: flow.status)
    guard let index = entries.index(forKey: key) else {
      entries[key] = entry
      return true
    }
    let old = entries.values[index]
    if old.fingerprint == fingerprint, Self.ranDown(from: old, to: flow.timeout, at: time) {
      entries.values[index].poll = poll
      return false
    }
    entries.values[index] = entry
    return true
  }

  /// Forgets the entries that this poll did not list, and gives the kernel's words for their end.
  mutating func sweep(sequence: UInt32) -> [[UInt8]] {
    var gone: [[UInt8]] = []
    var keys: [FlowKey] = []
    for (key, entry) in entries where entry.poll != poll {
      keys.append(key)
      gone.append(
        Flow(orig: key.orig, reply: entry.reply, id: key.id, status: entry.status, zone: key.zone)
          .obituary(sequence: sequence))
    }
    for key in keys { entries.removeValue(forKey: key) }
    return gone
  }

  private static func ranDown(from old: Entry, to timeout: UInt32?, at time: UInt64) -> Bool {
    guard let before = old.timeout, let timeout else { return old.timeout == nil && timeout == nil }
    let elapsed = time > old.time ? Int64((time - old.time) / 1_000_000_000) : 0
    let expected = max(0, Int64(before) - elapsed)
    return abs(Int64(timeout) - expected) <= slack
  }
}

import FlowModel

/// Flows and snapshots for tests, each with a name for what matters.
enum Sample {
  static let second: UInt64 = 1_000_000_000

  static func flow(
    _ id: UInt32 = 1, lane: Lane = .slow, bytes: UInt64? = 0, reply: UInt64? = nil,
    port: UInt16 = 40_000, zone: Zone = .none
  ) -> Flow {
    let orig = Tuple(
      source: Address(ipv4: 0x0a00_0102), destination: Address(ipv4: 0x0a00_0202),
      sourcePort: port, destinationPort: 443, family: .ipv4, l4: .tcp)
    var status: Status = [.seenReply, .assured, .confirmed]
    if lane != .slow { status.insert(.offload) }
    if lane == .hardware { status.insert(.hardwareOffload) }
    return Flow(
      orig: orig, reply: orig.inverted, id: id, status: status, zone: zone,
      origCounters: bytes.map { Counters(packets: 1, bytes: $0) },
      replyCounters: bytes.map { _ in Counters(packets: 1, bytes: reply ?? 0) })
  }

  static func flowtable(counter: Bool) -> Flowtable {
    Flowtable(
      family: "inet", table: "filter", name: "f", devices: ["lan0"],
      flags: counter ? [.counter] : [])
  }

  /// A snapshot `seconds` after the start of the test's clock.
  static func snapshot(
    at seconds: Double, _ flows: [Flow], tables: [Flowtable]? = [flowtable(counter: true)],
    interrupted: Bool = false
  ) -> Snapshot {
    let time = UInt64(seconds * 1e9) + 1000 * second
    return Snapshot(
      number: 1, time: time, wallTime: time, flows: flows, interrupted: interrupted,
      flowtables: tables)
  }
}

/// A generator that repeats itself for a seed (SplitMix64), so that a failure can be seen again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}

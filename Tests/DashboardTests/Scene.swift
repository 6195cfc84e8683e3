import Canvas
import Dashboard
import FlowModel

/// A small router at two moments a second apart: every lane, both families, NAT, silence.
struct Scene {
  static let second: UInt64 = 1_000_000_000
  /// 14:32:07 UTC.
  static let start: UInt64 = 1_700_145_127 * second

  static func ipv4(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> Address {
    Address(ipv4: a << 24 | b << 16 | c << 8 | d)
  }

  static func flow(
    _ id: UInt32, _ l4: L4Protocol = .tcp, from: (Address, UInt16), to: (Address, UInt16),
    lane: Lane = .slow, as translated: (Address, UInt16)? = nil, bytes: UInt64?,
    state: UInt8? = 3, status extra: Status = [.assured, .seenReply]
  ) -> Flow {
    let family: Family = from.0.ipv4 == nil ? .ipv6 : .ipv4
    let orig = Tuple(
      source: from.0, destination: to.0, sourcePort: from.1, destinationPort: to.1,
      family: family, l4: l4)
    var reply = orig.inverted
    if let translated {
      reply.destination = translated.0
      reply.destinationPort = translated.1
    }
    var status: Status = extra.union(.confirmed)
    if lane != .slow { status.insert(.offload) }
    if lane == .hardware { status.insert(.hardwareOffload) }
    if translated != nil { status.formUnion([.sourceNAT, .sourceNATDone, .destinationNATDone]) }
    return Flow(
      orig: orig, reply: reply, id: id, status: status,
      state: lane == .slow && l4 == .tcp
        ? state.map { ConnectionState(l4: l4, rawValue: $0) } : nil,
      timeout: lane == .slow ? 431_999 : nil, mark: 0, use: 1,
      origCounters: bytes.map { Counters(packets: $0 / 1000, bytes: $0 / 10) },
      replyCounters: bytes.map { Counters(packets: $0 / 800, bytes: $0) })
  }

  static func flows(_ elapsed: UInt64) -> [Flow] {
    let server = ipv4(203, 0, 113, 34)
    let own = ipv4(198, 51, 100, 2)
    let v6 = Address(high: 0x2001_0db8_0001_0000, low: 0x21)
    let v6server = Address(high: 0x2001_0db8_ffff_0000, low: 0x0a11_0000_0000_0443)
    return [
      flow(
        101, from: (ipv4(192, 168, 1, 23), 51_544), to: (server, 8443), as: (own, 51_544),
        bytes: 1_200_000_000 + elapsed * 1_500_000),
      flow(
        102, from: (ipv4(192, 168, 1, 1), 22), to: (ipv4(192, 168, 1, 2), 39_912),
        bytes: 5_100_000 + elapsed * 5000),
      flow(
        103, .icmp, from: (ipv4(192, 168, 1, 2), 4711), to: (ipv4(198, 51, 100, 9), 0x0800),
        bytes: 12_000 + elapsed * 98),
      flow(
        104, .udp, from: (ipv4(192, 168, 1, 40), 40_211), to: (ipv4(192, 0, 2, 53), 53),
        bytes: 80, status: []),
      flow(
        105, from: (ipv4(192, 168, 1, 23), 51_990), to: (ipv4(203, 0, 113, 140), 443),
        lane: .hardware, as: (own, 1024), bytes: 8_800_000_000 + elapsed * 12_000_000),
      flow(
        106, from: (ipv4(192, 168, 1, 7), 60_122), to: (ipv4(203, 0, 113, 46), 443),
        lane: .software, bytes: 310_000_000 + elapsed * 2_800_000),
      flow(
        107, .udp, from: (v6, 55_171), to: (v6server, 443), lane: .software, bytes: nil),
      flow(108, from: (v6, 50_022), to: (v6server, 22), bytes: 44_000, state: 7),
    ]
  }

  static func snapshot(_ elapsed: UInt64, _ flows: [Flow]? = nil) -> Snapshot {
    var snapshot = Snapshot(
      number: elapsed + 1, time: (500 + elapsed) * second, wallTime: start + elapsed * second,
      duration: 4_000_000, flows: flows ?? Self.flows(elapsed), entries: 8, maxEntries: 262_144,
      flowtables: flowtables, links: links, addresses: addresses, machine: machine)
    snapshot.ruleset = ruleset
    snapshot.routes = routes
    snapshot.routingRules = routingRules
    snapshot.features = features
    snapshot.ipsecPolicies = []
    return snapshot
  }

  /// The dashboard after two polls, a second apart.
  static func model(
    width: Int = 80, height: Int = 24, settings: Settings = Settings(), polls: UInt64 = 2
  ) -> Model {
    var model = Model(settings: settings, size: Size(width: width, height: height))
    for elapsed in 0..<polls { _ = model.update(.snapshot(snapshot(elapsed))) }
    return model
  }
}

extension Model {
  /// Presses keys as a text types them, and collects what is to be done.
  @discardableResult
  mutating func type(_ text: String) -> [Effect] {
    text.unicodeScalars.flatMap { update(.key(.character($0))) }
  }

  @discardableResult
  mutating func press(_ keys: Key...) -> [Effect] { keys.flatMap { update(.key($0)) } }

  var screen: String {
    let canvas = render()
    return (0..<canvas.height).map { canvas.line($0) }.joined(separator: "\n")
  }
}

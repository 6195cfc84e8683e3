import FlowModel

/// Flows of a small router, by number, with what is known of each beside its entry.
enum FilterSample {
  struct Facts: FlowFacts {
    var rates = Rates()
    var age: (nanoseconds: UInt64, exact: Bool)?
    var carried: CarriedCounters?
    var isPinned = false
    var showsReason = true
    var told: FilterReason? = .untold
    var known = FilterDevices.untold
    func reason() -> FilterReason? { told }
    func devices() -> FilterDevices { known }
  }

  static func ipv4(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> Address {
    Address(ipv4: a << 24 | b << 16 | c << 8 | d)
  }

  private static func tuple(
    _ l4: L4Protocol, _ from: Address, _ sport: UInt16, _ to: Address, _ dport: UInt16
  ) -> Tuple {
    Tuple(
      source: from, destination: to, sourcePort: sport, destinationPort: dport,
      family: from.ipv4 == nil ? .ipv6 : .ipv4, l4: l4)
  }

  /// 1: a slow TCP connection with source NAT and a helper, all of it known.
  static let one: (Flow, Facts) = {
    let orig = tuple(.tcp, ipv4(10, 0, 0, 5), 40_000, ipv4(203, 0, 113, 9), 443)
    var reply = orig.inverted
    reply.destination = ipv4(198, 51, 100, 2)
    reply.destinationPort = 1024
    let flow = Flow(
      orig: orig, reply: reply, id: 100, status: [.seenReply, .assured, .confirmed, .sourceNAT],
      zone: Zone(id: 3), state: ConnectionState(l4: .tcp, rawValue: 3), timeout: 432_000,
      mark: 0x110, origCounters: Counters(packets: 10, bytes: 1000),
      replyCounters: Counters(packets: 20, bytes: 2_000_000), extras: FlowExtras(helper: "FTP"))
    let facts = Facts(
      rates: Rates(orig: 100_000, reply: 1_400_000), age: (7200 * 1_000_000_000, true),
      told: FilterReason(code: "no-rule", label: "no-rule?"),
      known: FilterDevices(input: "lan0", output: "wan0", inputIsKnown: true, outputIsKnown: true))
    return (flow, facts)
  }()

  /// 2: the same in software offload: neither state nor timeout, and a frozen direction.
  static let two: (Flow, Facts) = {
    let orig = tuple(.tcp, ipv4(10, 0, 0, 6), 40_001, ipv4(203, 0, 113, 9), 80)
    let flow = Flow(
      orig: orig, reply: orig.inverted, id: 200, status: [.seenReply, .assured, .offload])
    let facts = Facts(
      rates: Rates(orig: nil, reply: 2_000_000), age: (60 * 1_000_000_000, false), isPinned: true,
      told: nil,
      known: FilterDevices(output: "ppp0", inputIsKnown: false, outputIsKnown: true))
    return (flow, facts)
  }()

  /// 3: UDP over IPv6 in hardware, of which nothing is known.
  static let three: (Flow, Facts) = {
    let source = Address(high: 0xfd00_0000_0000_0001, low: 1)
    let orig = tuple(.udp, source, 5353, Address(high: 0x2001_0db8_0000_0000, low: 0x35), 53)
    let flow = Flow(
      orig: orig, reply: orig.inverted, id: 300, status: [.offload, .hardwareOffload], mark: 0)
    return (flow, Facts())
  }()

  /// 4: a ping.
  static let four: (Flow, Facts) = {
    let ping = tuple(.icmp, ipv4(10, 0, 0, 5), 443, ipv4(192, 0, 2, 1), 0x0800)
    let facts = Facts(
      rates: Rates(orig: 0, reply: 0), told: FilterReason(code: "protocol", label: "protocol"))
    return (Flow(orig: ping, reply: ping.inverted, id: 400, status: [.confirmed]), facts)
  }()

  static let all = [one, two, three, four]

  /// The numbers of the flows that a filter lets through.
  static func matches(_ filter: FlowFilter) -> [Int] {
    var buffer = TextBuffer()
    return all.indices.filter {
      var facts = all[$0].1
      return filter.matches(all[$0].0, &facts, buffer: &buffer)
    }.map { $0 + 1 }
  }
}

import FlowModel

/// Flows for tests, from a LAN host to the internet unless told otherwise.
enum PaperFlow {
  static let second: UInt64 = 1_000_000_000
  static let host = ipv4(10, 0, 1, 2)
  static let server = ipv4(192, 0, 2, 80)

  static func flow(
    _ l4: L4Protocol = .tcp, from source: Address = host, to destination: Address = server,
    port: UInt16 = 443, _ change: (inout Flow) -> Void = { _ in }
  ) -> Flow {
    let hasPorts = l4 == .tcp || l4 == .udp
    let orig = Tuple(
      source: source, destination: destination, sourcePort: hasPorts ? 40_000 : 0,
      destinationPort: hasPorts ? port : 0, family: source.ipv4 == nil ? .ipv6 : .ipv4, l4: l4)
    var flow = Flow(
      orig: orig, reply: orig.inverted, id: 1, status: [.seenReply, .assured, .confirmed],
      state: l4 == .tcp ? ConnectionState(l4: .tcp, rawValue: 3) : nil,
      timeout: l4 == .tcp ? 431_999 : 119, mark: 0, use: 1,
      origCounters: Counters(packets: 10, bytes: 1000),
      replyCounters: Counters(packets: 10, bytes: 1000))
    flow.tcpFlags = l4 == .tcp ? TCPFlags(orig: 0x23, reply: 0x03) : nil
    change(&flow)
    return flow
  }

  static func offloaded(_ l4: L4Protocol = .tcp, hardware: Bool = false) -> Flow {
    flow(l4) { flow in
      flow.status.insert(.offload)
      if hardware { flow.status.insert(.hardwareOffload) }
      flow.state = nil
      flow.timeout = nil
      flow.tcpFlags = nil
      flow.use = 2
    }
  }

  /// Watched for some seconds up to 1000, the test's clock.
  static func watched(
    _ seconds: UInt64, laneSince: UInt64? = nil, wasFaster: Bool = false,
    origMoved: UInt64? = nil, replyMoved: UInt64? = nil
  ) -> FlowHistory {
    FlowHistory(
      now: 1000 * second, firstSeen: (1000 - seconds) * second, wasFaster: wasFaster,
      laneSince: laneSince.map { $0 * second }, origMoved: origMoved.map { $0 * second },
      replyMoved: replyMoved.map { $0 * second })
  }
}

extension Flow {
  mutating func translateSource(to address: Address) {
    reply.destination = address
    status.formUnion([.sourceNAT, .sourceNATDone, .destinationNATDone])
  }

  mutating func translateDestination(to address: Address) {
    reply.source = address
    status.formUnion([.destinationNAT, .sourceNATDone, .destinationNATDone])
  }
}

import FlowModel
import NetlinkWire

/// A conntrack table that changes from poll to poll, and the datagrams a kernel would answer.
struct RouterOnPaper {
  static let port: UInt32 = 4242
  var flows: [Flow] = []
  var links = [Link(index: 1, name: "lo", isUp: true, isRunning: true)]
  var generator: SeededGenerator
  private var nextID: UInt32 = 1

  init(seed: UInt64) {
    generator = SeededGenerator(state: seed)
    for _ in 0..<20 { add() }
  }

  /// A second goes by: timeouts run down, some flows move, end or begin.
  mutating func pass(seconds: UInt32) {
    for i in flows.indices {
      if let timeout = flows[i].timeout { flows[i].timeout = timeout - min(timeout, seconds) }
      switch Int.random(in: 0..<10, using: &generator) {
      case 0:
        flows[i].origCounters?.packets += 1
        flows[i].origCounters?.bytes += 100
        flows[i].timeout = flows[i].timeout.map { _ in 432_000 }
      case 1: flows[i].use = UInt32.random(in: 1...3, using: &generator)
      case 2:
        flows[i].status = flows[i].status.symmetricDifference(.offload)
        flows[i].timeout = flows[i].status.contains(.offload) ? nil : 600
      default: break
      }
    }
    flows.removeAll { _ in Int.random(in: 0..<15, using: &generator) == 0 }
    for _ in 0..<Int.random(in: 0...3, using: &generator) { add() }
    if Int.random(in: 0..<5, using: &generator) == 0 {
      links.append(
        Link(index: UInt32(links.count + 1), name: "lan\(links.count)", isUp: true, isRunning: true)
      )
    }
  }

  private mutating func add() {
    let orig = Tuple(
      source: Address(ipv4: UInt32.random(in: 0...9, using: &generator)),
      destination: Address(ipv4: 1), sourcePort: UInt16(truncatingIfNeeded: nextID),
      destinationPort: 443, family: .ipv4, l4: .tcp)
    let zones = [Zone.none, Zone(id: 3), Zone(id: 4, direction: .orig)]
    flows.append(
      Flow(
        orig: orig, reply: orig.inverted, id: nextID, status: [.confirmed, .seenReply],
        zone: zones.randomElement(using: &generator) ?? .none, timeout: 600, mark: 0, use: 1,
        origCounters: Counters(packets: 1, bytes: 60),
        replyCounters: Counters(packets: 0, bytes: 0),
        extras: nextID % 7 == 0 ? FlowExtras(helper: "ftp") : nil))
    nextID += 1
  }

  /// The dump of the table: `NLM_F_MULTI` messages in datagrams of a few, and `NLMSG_DONE`.
  func flowDatagrams(sequence: UInt32) -> [[UInt8]] {
    var datagrams: [[UInt8]] = []
    for start in stride(from: 0, to: flows.count, by: 7) {
      datagrams.append(
        flows[start..<min(start + 7, flows.count)].flatMap {
          Self.multi($0.announcement(sequence: sequence))
        })
    }
    return datagrams + [Self.done(sequence)]
  }

  func linkDatagrams(sequence: UInt32) -> [[UInt8]] {
    let messages = links.map { link in
      var name = Array(link.name.utf8) + [0]
      let length = UInt8(name.count + 4)
      while name.count % 4 != 0 { name.append(0) }
      let header: [UInt8] =
        [0, 0, 1, 0, UInt8(link.index), 0, 0, 0, 0x41, 0, 0, 0, 0, 0, 0, 0]
      return Self.message(MessageType.link, sequence, header + [length, 0, 3, 0] + name)
    }
    return [messages.flatMap { $0 }, Self.done(sequence)]
  }

  /// The fill of the table: one message, with NLM_F_MULTI as the kernel sends it.
  func statistics(sequence: UInt32) -> [UInt8] {
    Self.message(
      MessageType.statistics, sequence,
      [0, 0, 0, 0, 8, 0, 1, 0, 0, 0, 0, UInt8(flows.count), 8, 0, 2, 0, 0, 4, 0, 0])
  }

  static func done(_ sequence: UInt32) -> [UInt8] {
    var writer = MessageWriter()
    writer.done(sequence: sequence, port: port)
    return writer.bytes
  }

  /// A message of a dump, in the little-endian order of the machines that tests run on.
  static func message(_ type: UInt16, _ sequence: UInt32, _ payload: [UInt8]) -> [UInt8] {
    words(UInt32(16 + payload.count)) + words(UInt32(type) | 0x2_0000) + words(sequence)
      + words(port) + payload
  }

  /// The same message as a part of a dump to a port.
  static func multi(_ announcement: [UInt8]) -> [UInt8] {
    var bytes = announcement
    bytes[6] |= 2
    bytes.replaceSubrange(12..<16, with: words(port))
    return bytes
  }

  static func words(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
  }
}

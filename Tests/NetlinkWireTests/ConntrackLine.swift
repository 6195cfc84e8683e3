import FlowModel
import Glibc

/// What conntrack(8) prints of an entry with `-o extended,id,ktimestamp`, as words.
///
/// conntrack decodes with libnetfilter_conntrack: that both say the same of the same entry is the
/// check of our decoder.
enum ConntrackLine {
  /// The words of a line, without what depends on when it was printed; its timeout apart.
  static func words(of line: String) -> (words: [String], timeout: Int?) {
    var words: [String] = []
    var isInDate = false
    for word in line.split(separator: " ").map(String.init) {
      if word.hasPrefix("[start=") { isInDate = true }
      if !isInDate && !word.hasPrefix("delta-time=") { words.append(word) }
      if isInDate && word.hasSuffix("]") { isInDate = false }
    }
    guard words.count > 4, let timeout = Int(words[4]) else { return (words, nil) }
    words.remove(at: 4)
    return (words, timeout)
  }

  /// The words that conntrack should print of a flow, its timeout left out.
  static func words(of flow: Flow) -> [String] {
    var words = [flow.orig.family == .ipv4 ? "ipv4" : "ipv6", "\(flow.orig.family.rawValue)"]
    words += [name(flow.l4), "\(flow.l4.rawValue)"]
    if let state = flow.state { words.append(state.name) }
    words += tuple(flow.orig)
    if flow.zone.direction == .orig { words.append("zone-orig=\(flow.zone.id)") }
    words += counters(flow.origCounters)
    if !flow.status.contains(.seenReply) { words.append("[UNREPLIED]") }
    words += tuple(flow.reply)
    if flow.zone.direction == .reply { words.append("zone-reply=\(flow.zone.id)") }
    words += counters(flow.replyCounters)
    // conntrack names one of the three.
    if flow.status.contains(.hardwareOffload) {
      words.append("[HW_OFFLOAD]")
    } else if flow.status.contains(.offload) {
      words.append("[OFFLOAD]")
    } else if flow.status.contains(.assured) {
      words.append("[ASSURED]")
    }
    if let mark = flow.mark { words.append("mark=\(mark)") }
    if flow.zone.direction == .both && flow.zone.id != 0 { words.append("zone=\(flow.zone.id)") }
    if let helper = flow.helper { words.append("helper=\(helper)") }
    if let use = flow.use { words.append("use=\(use)") }
    words.append("id=\(flow.id)")
    return words
  }

  /// The second that the line says the flow began in.
  static func start(in line: String) -> UInt64? {
    guard let range = line.firstRange(of: "[start=") else { return nil }
    // [start=Sun Nov 22 21:20:37 2026], in UTC
    let date = line[range.upperBound...].prefix { $0 != "]" }
    let words = date.split(whereSeparator: { $0 == " " || $0 == ":" })
    guard words.count == 7, let month = months.firstIndex(of: String(words[1])) else { return nil }
    let numbers = words[2...].compactMap { Int32($0) }
    guard numbers.count == 5 else { return nil }
    var parts = tm()
    parts.tm_mon = Int32(month)
    parts.tm_mday = numbers[0]
    parts.tm_hour = numbers[1]
    parts.tm_min = numbers[2]
    parts.tm_sec = numbers[3]
    parts.tm_year = numbers[4] - 1900
    return UInt64(timegm(&parts))
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func tuple(_ tuple: Tuple) -> [String] {
    var words = ["src=\(text(tuple.source))", "dst=\(text(tuple.destination))"]
    switch tuple.l4 {
    case .icmp, .icmpv6:
      words += ["type=\(tuple.icmpType)", "code=\(tuple.icmpCode)", "id=\(tuple.icmpID)"]
    case .gre:
      words.append("srckey=0x\(String(tuple.sourcePort, radix: 16))")
      words.append("dstkey=0x\(String(tuple.destinationPort, radix: 16))")
    case let l4 where l4.hasPorts:
      words += ["sport=\(tuple.sourcePort)", "dport=\(tuple.destinationPort)"]
    default: break
    }
    return words
  }

  private static func counters(_ counters: Counters?) -> [String] {
    counters.map { ["packets=\($0.packets)", "bytes=\($0.bytes)"] } ?? []
  }

  private static func name(_ l4: L4Protocol) -> String {
    switch l4 {
    case .icmpv6: "icmpv6"
    case .icmp, .gre: l4.name
    case let l4 where l4.hasPorts: l4.name
    default: "unknown"
    }
  }

  private static func text(_ address: Address) -> String {
    var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    if let ipv4 = address.ipv4 {
      var bytes = ipv4.bigEndian
      inet_ntop(AF_INET, &bytes, &buffer, socklen_t(buffer.count))
    } else {
      var bytes = [address.high.bigEndian, address.low.bigEndian]
      inet_ntop(AF_INET6, &bytes, &buffer, socklen_t(buffer.count))
    }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

package import FlowModel

/// The names of addresses and ports, and which of them are shown.
package struct NameTable: Sendable {
  /// Of how many addresses a name server's answer is kept.
  package static let most = 4096

  package var mode = Configuration.Names.off
  private var hosts: [Address: String] = [:]
  private var services: [UInt32: String] = [:]
  private var answers: [Address: String] = [:]

  package init() {}

  /// Takes over what hosts(5) and services(5) files say; the first name of a line counts.
  package init(hosts: String, services: String) {
    for words in Self.lines(hosts) where words.count > 1 {
      guard let address = Address(reading: words[0]), self.hosts[address] == nil else { continue }
      self.hosts[address] = String(words[1])
    }
    for words in Self.lines(services) where words.count > 1 {
      let parts = words[1].split(separator: "/")
      guard parts.count == 2, let port = UInt16(parts[0]),
        let l4 = L4Protocol.withPorts.first(where: { $0.name == parts[1] })
      else { continue }
      let key = Self.key(l4, port)
      if self.services[key] == nil { self.services[key] = String(words[0]) }
    }
  }

  /// The words of each line before its comment.
  private static func lines(_ text: String) -> [[Substring]] {
    text.split(whereSeparator: \.isNewline).map { line in
      line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }
    }
  }

  private static func key(_ l4: L4Protocol, _ port: UInt16) -> UInt32 {
    UInt32(l4.rawValue) << 16 | UInt32(port)
  }

  /// Takes in what a name server said; nil takes a name away.
  package mutating func learn(_ name: String?, of address: Address) {
    if answers.count >= Self.most { answers = [:] }
    answers[address] = name
  }

  /// What to call an address; nil where nothing but its digits is known.
  package func name(of address: Address) -> String? {
    switch mode {
    case .off: nil
    case .local: hosts[address]
    case .dns: hosts[address] ?? answers[address]
    }
  }

  /// Whether a name server is to be asked for this address.
  func mayAsk(_ address: Address) -> Bool { mode == .dns && hosts[address] == nil }

  func source(of tuple: Tuple) -> String {
    text(tuple.source, tuple.sourcePort, tuple, tuple.sourceText)
  }

  func destination(of tuple: Tuple) -> String {
    text(tuple.destination, tuple.destinationPort, tuple, tuple.destinationText)
  }

  private func text(
    _ address: Address, _ port: UInt16, _ tuple: Tuple, _ numbers: String
  ) -> String {
    guard mode != .off else { return numbers }
    let service = services[Self.key(tuple.l4, port)]
    guard let name = name(of: address) else {
      guard let service, let colon = numbers.lastIndex(of: ":") else { return numbers }
      return numbers[...colon] + service
    }
    if tuple.l4.hasPorts { return "\(name):\(service ?? String(port))" }
    // `#4711` of ICMP stays.
    return numbers.firstIndex(of: "#").map { "\(name) \(numbers[$0...])" } ?? name
  }
}

extension L4Protocol {
  /// Those that services(5) names.
  fileprivate static let withPorts: [L4Protocol] = [.tcp, .udp, .sctp, .dccp]
}

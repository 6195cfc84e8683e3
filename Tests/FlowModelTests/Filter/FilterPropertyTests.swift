import FlowModel
import Testing

/// What holds of any filter, found out on random ones.
@Suite struct FilterPropertyTests {
  /// A filter as a tree, with a meaning of its own to compare with.
  private indirect enum Tree {
    case test(String)
    case not(Tree)
    case all([Tree])
    case any([Tree])

    enum Truth: Int {
      case no
      case unknown
      case yes
    }

    static let tests = [
      "tcp", "udp", "ip6", "host 10.0.0.5", "src net 10", "dst port 443", "port 50-100",
      "dport != 80", "sport > 1024", "lane slow", "offloaded", "nat", "dnat", "state established",
      "status assured", "status unreplied", "mark 0x10/0xff", "mark", "zone >= 3", "id != 300",
      "rate > 1M", "rate <= 1.5M", "bytes > 2M", "packets = 30", "age > 1h", "age < 5m",
      "timeout > 0", "helper", "helper ftp", "dev wan0", "dev ppp*", "iif lan0", "reason no-rule",
      "pinned", "zzz", "203.0.113", "\"and or (\"", "\"port\"", "10.0.0.0/8", "proto 99", "443",
    ]

    static func random(_ depth: Int, _ generator: inout some RandomNumberGenerator) -> Tree {
      let choice = depth == 0 ? 0 : Int.random(in: 0..<8, using: &generator)
      func parts() -> [Tree] {
        (0..<Int.random(in: 1...4, using: &generator)).map { _ in random(depth - 1, &generator) }
      }
      switch choice {
      case 0, 1, 2: return .test(tests.randomElement(using: &generator) ?? "tcp")
      case 3: return .not(random(depth - 1, &generator))
      case 4, 5: return .all(parts())
      default: return .any(parts())
      }
    }

    /// One of the many ways to write it.
    func text(_ generator: inout some RandomNumberGenerator) -> String {
      func pick(_ words: [String]) -> String { words.randomElement(using: &generator) ?? "" }
      switch self {
      case .test(let text): return Bool.random(using: &generator) ? text : "( \(text) )"
      case .not(let part): return pick(["not ", "NOT ", "not("]).withPart(part.text(&generator))
      case .all(let parts), .any(let parts):
        let isAll = if case .all = self { true } else { false }
        var text = parts[0].text(&generator)
        for part in parts.dropFirst() {
          text += isAll ? pick([" and ", " && ", " AND\t"]) : pick([" or ", " || ", " Or  "])
          text += part.text(&generator)
        }
        return "(\(text))"
      }
    }

    /// By the rules of three-valued logic; a test is asked for by itself and turned over.
    func truth(_ index: Int) throws -> Truth {
      switch self {
      case .test(let text):
        if FilterSample.matches(try FlowFilter(parsing: text)).contains(index) { return .yes }
        let turned = try FlowFilter(parsing: "not \(text)")
        return FilterSample.matches(turned).contains(index) ? .no : .unknown
      case .not(let part):
        return Truth(rawValue: 2 - (try part.truth(index)).rawValue) ?? .unknown
      case .all(let parts):
        return try parts.map { try $0.truth(index) }.min { $0.rawValue < $1.rawValue } ?? .yes
      case .any(let parts):
        return try parts.map { try $0.truth(index) }.max { $0.rawValue < $1.rawValue } ?? .no
      }
    }
  }

  @Test func randomTreesMeanWhatLogicSaysAndReadBackTheSame() throws {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<1500 {
      let tree = Tree.random(4, &generator)
      let text = tree.text(&generator)
      let filter = try FlowFilter(parsing: text)
      let again = try FlowFilter(parsing: filter.description)
      #expect(again == filter && again.description == filter.description, "\(text)")
      let expected = try (1...4).filter { try tree.truth($0) == .yes }
      #expect(FilterSample.matches(filter) == expected, "\(text)")
      #expect(FilterSample.matches(again) == expected, "\(filter)")
      // A flow that a filter matches, its negation does not.
      let turned = FilterSample.matches(try FlowFilter(parsing: "!\(text)"))
      #expect(Set(turned).isDisjoint(with: expected))
    }
  }

  @Test func garbageIsReadOrRefusedAndNeverTraps() {
    var generator = SeededGenerator(seed: 12)
    let pieces = [
      "tcp", "and", "or", "not", "!", "(", ")", "\"", "\\", " ", "  ", "port", "src", "dst", "host",
      "net", "mark", "rate", "age", ">", "=", "<", "!=", "/", "-", ".", ":", "::", "0x", "1", "99",
      "10.0.0.1", "K", "é", "\u{301}", "🇩🇪", "*", "&&", "|", "[", "]", "dev", "reason", "state",
      "9999999999999999999999", "1.5M", "zone", "id", "helper", "lane", "status", "\u{0}", "\n",
    ]
    for _ in 0..<30_000 {
      var text = ""
      for _ in 0..<Int.random(in: 0...12, using: &generator) {
        text += pieces.randomElement(using: &generator) ?? ""
        if Bool.random(using: &generator) { text += " " }
      }
      do throws(FilterError) {
        let filter = try FlowFilter(parsing: text)
        _ = FilterSample.matches(filter)
        let again = try? FlowFilter(parsing: filter.description)
        #expect(again == filter, "\(text) became \(filter)")
      } catch {
        #expect(error.offset >= 0 && error.offset <= text.unicodeScalars.count)
        #expect(error.sentence.last == "." || error.sentence.last == "?", "\(error.sentence)")
      }
    }
  }

  /// Everything that a user of conntrack sees in a row is found by typing it.
  @Test func eachWordOfARowFindsTheRow() throws {
    for (text, flow) in [
      ("slow tcp 10.0.0.5:40000 203.0.113.9:443 198.51.100.2:1024", 1), ("ESTABLISHED", 1),
      ("SEEN_REPLY ASSURED SRC_NAT", 1), ("mark=0x110", 1), ("zone=3", 1), ("FTP", 1),
      ("no-rule?", 1), ("software", 2), ("OFFLOAD", 2), ("[2001:db8::35]:53", 3), ("hardware", 3),
      ("HW_OFFLOAD", 3), ("10.0.0.5 #443", 4), ("icmp", 4),
    ] {
      #expect(FilterSample.matches(try FlowFilter(parsing: text)).contains(flow), "\(text)")
    }
  }
}

extension String {
  /// Puts a part behind an operator, and closes the parenthesis that it may open.
  fileprivate func withPart(_ part: String) -> String { self + part + (hasSuffix("(") ? ")" : "") }
}

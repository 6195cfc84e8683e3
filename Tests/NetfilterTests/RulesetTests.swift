import FlowModel
import NetlinkWire
import Testing

@testable import Netfilter

/// The ruleset as this kernel holds it, beside what nft(8) says of it.
@Suite(.enabled(if: OwnNamespace.isPossible, OwnNamespace.condition), .timeLimit(.minutes(1)))
struct RulesetTests {
  private static let folder =
    "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/Rulesets"

  /// Loads the ruleset of a file, and those of its single rules that this kernel takes.
  static func loadWide() throws {
    try Shell.run("nft -f \(folder)/wide.nft")
    try Shell.run(
      """
      while read -r rule; do
        nft "add rule inet filter forward $rule" || echo "left out: $rule"
      done < \(folder)/wide-rules.txt
      """)
  }

  private static func ruleset() throws -> Ruleset {
    try #require(try KernelSource().poll().ruleset)
  }

  /// The lines of digest.py, as our decoding has them.
  private static func digest(_ ruleset: Ruleset) -> [String] {
    func name(_ table: Ruleset.TableName) -> String { "\(table.family.name) \(table.name)" }
    var lines: [String] = []
    for table in ruleset.tables {
      lines.append("table \(name(table.name)) \(table.handle ?? 0)")
    }
    // Chains and sets inside of rules have names of the kernel's.
    for chain in ruleset.chains where !chain.name.hasPrefix("__") {
      var line = "chain \(name(chain.table)) \(chain.name) \(chain.handle ?? 0)"
      if let hook = chain.hook {
        line += " \(chain.type ?? "") \(hook.number) \(hook.priority)"
        line += chain.policyIsDrop ? " drop" : " accept"
      }
      lines.append(line)
    }
    for rule in ruleset.rules where !rule.chain.hasPrefix("__") {
      let comment = rule.comment.map { " \($0)" } ?? ""
      lines.append("rule \(name(rule.table)) \(rule.chain) \(rule.handle)\(comment)")
    }
    for set in ruleset.sets where !set.flags.contains(.anonymous) {
      let flags: [(String, Ruleset.SetDefinition.Flags)] = [
        ("constant", .constant), ("interval", .interval), ("timeout", .timeout),
      ]
      let words = flags.filter { set.flags.contains($0.1) }.map(\.0).joined(separator: " ")
      let count = set.elements?.filter { !$0.isIntervalEnd }.count ?? -1
      lines.append("set \(name(set.table)) \(set.name) \(count) \(words)")
    }
    let kinds = [1: "counter", 2: "quota", 3: "ct helper", 4: "limit"] as [UInt32: String]
    for object in ruleset.objects {
      lines.append("object \(name(object.table)) \(object.name) \(kinds[object.type] ?? "?")")
    }
    return lines
  }

  @Test func everythingIsThereAsNftListsIt() throws {
    try OwnNamespace.run {
      try Self.loadWide()
      let listed = try Shell.run("nft -j list ruleset 2>&- | python3 \(Self.folder)/digest.py")
        .split(separator: "\n").map(String.init)
      let ruleset = try Self.ruleset()
      #expect(listed.count > 70)
      #expect(Self.digest(ruleset).sorted() == listed.sorted())
      // The rules of a chain stand in the order in which they are run.
      let order = listed.filter { $0.hasPrefix("rule inet filter forward ") }
      #expect(Self.digest(ruleset).filter { $0.hasPrefix("rule inet filter forward ") } == order)
      // What this nft(8) leaves out of its JSON.
      #expect(ruleset.tables.filter(\.isDormant).map(\.name.name) == ["raw6"])
      #expect(ruleset.sets.filter { $0.flags.contains(.dynamic) }.map(\.name).contains("seen"))
      #expect(ruleset.objects.first { $0.name == "ftp-std" }?.helper == "ftp")
      #expect(ruleset.chains.first { $0.name == "in" && $0.hook?.devices == ["lo"] } != nil)
    }
  }

  /// What `nft --debug=netlink` prints, which libnftnl decoded: each rule and set with its lines.
  private static func decodedByNft() throws -> [String: [String]] {
    var found: [String: [String]] = [:]
    var current = ""
    let output = try Shell.run("nft --debug=netlink list ruleset")
    for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
      let content = line.drop { $0 == "\t" || $0 == " " }
      if content.hasPrefix("["), content.hasSuffix("]") {
        found[current, default: []].append(Notation.reduced(content.dropFirst(2).dropLast(2)))
      } else if content.hasPrefix("element ") {
        let words = content.split(separator: " ").joined(separator: " ")
        found[current, default: []].append(words)
      } else {
        // A rule: family, table, chain, handle, and the handle of the one before it.
        let words = content.split(separator: " ")
        current = words.prefix(4).joined(separator: " ")
      }
    }
    return found
  }

  @Test func expressionsAndElementsAreReadAsLibnftnlReadsThem() throws {
    try OwnNamespace.run {
      try Self.loadWide()
      let ruleset = try Self.ruleset()
      let expected = try Self.decodedByNft()
      var rules = 0
      for rule in ruleset.rules {
        let name = "\(rule.table.family.name) \(rule.table.name) \(rule.chain) \(rule.handle)"
        #expect(rule.expressions.map(Notation.text) == expected[name], "\(rule.text ?? name)")
        rules += 1
      }
      #expect(rules > 60)
      var elements = 0
      for set in ruleset.sets {
        let name = "\(set.table.family.name) \(set.table.name) @\(set.name)"
        #expect((set.elements ?? []).map(Notation.text) == expected[name] ?? [], "\(name)")
        elements += set.elements?.count ?? 0
      }
      #expect(elements > 40)
    }
  }

  @Test func noRuleOfNftHasAnExpressionThatIsNotKnown() throws {
    try OwnNamespace.run {
      try Self.loadWide()
      for rule in try Self.ruleset().rules {
        for case .undecidable(let name, _, _, Ruleset.Register.size) in rule.expressions {
          Issue.record("\(name) in \(rule.text ?? "handle \(rule.handle)")")
        }
      }
    }
  }

  @Test func ruleTextsAreTheLinesOfNft() throws {
    try OwnNamespace.run {
      try Self.loadWide()
      let lines = try Shell.run("nft -a -s list ruleset").split(separator: "\n")
        .map { $0.drop { $0 == "\t" } }
      let ruleset = try Self.ruleset()
      var found = 0
      for rule in ruleset.rules where !rule.chain.hasPrefix("__") {
        let text = try #require(rule.text, "handle \(rule.handle)")
        if text.contains("{ tcp dport 1 accept; drop }") { continue }
        #expect(lines.contains("\(text) # handle \(rule.handle)"))
        found += 1
      }
      #expect(found > 60)
      #expect(
        ruleset.rules.contains { $0.text == "ip saddr 10.5.0.1 jump { tcp dport 1 accept; drop }" })
    }
  }

  @Test func aRulesetThatDidNotChangeIsTheSameArrays() throws {
    try OwnNamespace.run {
      try Self.loadWide()
      let source = try KernelSource()
      let first = try #require(try source.poll().ruleset)
      let second = try #require(try source.poll().ruleset)
      #expect(first == second)
      #expect(Self.buffer(first.rules) == Self.buffer(second.rules))
      #expect(Self.buffer(first.sets) == Self.buffer(second.sets))
      // Another generation, with nothing else in the rules.
      try Shell.run("nft add element inet filter web '{ 9999 }'")
      let third = try #require(try source.poll().ruleset)
      #expect(third.generation != first.generation)
      #expect(Self.buffer(third.rules) == Self.buffer(first.rules))
      #expect(Self.elements("web", third) == (Self.elements("web", first) ?? 0) + 1)
      try Shell.run("nft insert rule inet filter forward tcp dport 4242 accept comment '\"new\"'")
      let fourth = try #require(try source.poll().ruleset)
      #expect(fourth.rules.first { $0.chain == "forward" }?.comment == "new")
      #expect(
        fourth.rules.first { $0.chain == "forward" }?.text
          == "tcp dport 4242 accept comment \"new\"")
    }
  }

  private static func buffer<Item>(_ items: [Item]) -> UnsafeRawPointer? {
    items.withUnsafeBytes { $0.baseAddress }
  }

  private static func elements(_ name: String, _ ruleset: Ruleset) -> Int? {
    ruleset.sets.first { $0.name == name }?.elements?.filter { !$0.isIntervalEnd }.count
  }

  @Test func elementsThatCameWithoutATransactionAreReadInTime() throws {
    try OwnNamespace.run {
      try Shell.load(
        """
        table ip t {
          set s { type ipv4_addr; flags dynamic; size 9; }
          chain c { type filter hook output priority 0; add @s { ip daddr }; }
        }
        """)
      try Shell.run("ip link set lo up")
      var socket = try NetlinkSocket(.netfilter)
      var reader = RulesetReader(slowPeriod: 5)
      let before = try #require(reader.read(on: &socket, tap: nil, at: 10).0)
      #expect(Self.elements("s", before) == 0)
      try Shell.run(
        "python3 -c 'import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b\"\", (\"127.0.0.1\", 9))'"
      )
      #expect(Self.elements("s", try #require(reader.read(on: &socket, tap: nil, at: 14).0)) == 0)
      let after = try #require(reader.read(on: &socket, tap: nil, at: 15).0)
      #expect(Self.elements("s", after) == 1)
      #expect(after.generation == before.generation)
      #expect(Self.buffer(after.rules) == Self.buffer(before.rules))
    }
  }

  @Test func setsThatCannotHaveChangedAreNotReadAgain() throws {
    final class Tap: PollTap {
      var sets: Set<String> = []
      func beginPoll(machine: Machine, at wallTime: UInt64) { sets = [] }
      func take(
        _ datagram: RawSpan, answering request: Request, sequence: UInt32, at wallTime: UInt64
      ) {
        if case .elements(let set) = request { sets.insert(set.name) }
      }
      func endPoll(at wallTime: UInt64) {}
    }
    try OwnNamespace.run {
      try Shell.load(
        """
        table ip t {
          set named { type inet_service; elements = { 1, 2 }; }
          chain c { tcp dport { 22, 80 } accept; tcp sport @named accept; udp dport { 5, 6 } drop; }
        }
        """)
      let source = try KernelSource()
      let tap = Tap()
      source.tap = tap
      let first = try #require(try source.poll().ruleset)
      #expect(tap.sets == ["named", "__set0", "__set1"])
      // Another set takes the name of one that is gone.
      let rule = try #require(first.rules.first { $0.text?.contains("22, 80") == true })
      try Shell.run("nft delete rule ip t c handle \(rule.handle)")
      try Shell.run("nft add rule ip t c tcp dport '{ 443, 8443 }' drop")
      let second = try #require(try source.poll().ruleset)
      #expect(tap.sets == ["named", "__set0"])
      func keys(_ name: String, _ ruleset: Ruleset) -> Set<[UInt8]>? {
        ruleset.sets.first { $0.name == name }?.elements.map { Set($0.map(\.key)) }
      }
      #expect(keys("__set0", second) == [[1, 187], [32, 251]])
      #expect(keys("__set1", second) == [[0, 5], [0, 6]])
      #expect(second.rules.allSatisfy { $0.text != nil })
    }
  }

  @Test func aListingWithTrapsGivesNoRuleTheTextOfAnother() {
    let texts = RuleTexts(
      listing: """
        table inet filter { # handle 1
        \tset s { # handle 9
        \t\ttype ipv4_addr
        \t\telements = { 10.0.0.1 } # handle 5
        \t}
        \tchain c { # handle 2
        \t\ttype filter hook forward priority filter; policy drop;
        \t\tlog prefix "a # handle 6" accept # handle 4
        \t\tlog prefix "b
        \t\taccept # handle 4
        \t\tip saddr 10.0.0.1 jump {
        \t\t\tcounter # handle 7
        \t\t\tdrop
        \t\t} # handle 8
        \t}
        }
        table ip strange name { # handle 3
        \tchain c { # handle 1
        \t\taccept # handle 2
        \t}
        }
        """)
    let table = Ruleset.TableName(.inet, "filter")
    // Told twice.
    #expect(texts[table, 4] == nil)
    #expect(texts[table, 5] == nil && texts[table, 6] == nil)
    #expect(texts[table, 7] == "counter")
    #expect(texts[table, 8] == "ip saddr 10.0.0.1 jump { counter; drop }")
    #expect(texts.count == 2)
  }

  @Test func anEmptyRulesetIsNoLack() throws {
    try OwnNamespace.run {
      let snapshot = try KernelSource().poll()
      #expect(snapshot.ruleset?.rules == [] && snapshot.ruleset?.tables == [])
      #expect(snapshot.rulesetProblem == nil)
    }
  }

  @Test func tooLargeASetIsUnreadAndTheOthersAreRead() throws {
    try OwnNamespace.run {
      try Shell.run(
        """
        python3 - <<'PY' | nft -f -
        ends = ", ".join(f"10.{i >> 16}.{i >> 8 & 255}.{i & 255}" for i in range(\
        \(RulesetReader.mostElements) + 1000))
        print("table ip t { set few { type inet_service; elements = { 1, 2 }; }; "
              "set many { type ipv4_addr; elements = { " + ends + " }; }; }")
        PY
        """)
      let source = try KernelSource()
      for _ in 0..<2 {
        let ruleset = try #require(try source.poll().ruleset)
        #expect(Self.elements("few", ruleset) == 2)
        #expect(ruleset.sets.first { $0.name == "many" }.map { $0.elements == nil } == true)
        try Shell.run("nft add table ip another")
      }
    }
  }

  @Test func aSourceThatNeedsNoRulesetReadsNone() throws {
    try OwnNamespace.run {
      let source = try KernelSource()
      source.readsRuleset = false
      let snapshot = try source.poll()
      #expect(snapshot.ruleset == nil && snapshot.rulesetProblem == nil)
    }
  }
}

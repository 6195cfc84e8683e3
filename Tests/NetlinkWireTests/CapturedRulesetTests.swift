import FlowModel
import NetlinkWire
import Testing

/// The ruleset of Fixtures/router.nft, and rules of iptables-nft, as two kernels told them.
@Suite struct CapturedRulesetTests {
  static let folders = ["6.1-ruleset", "6.18-ruleset"]

  static func items<Item: Dumpable>(_ type: Item.Type, _ file: String) throws -> [Item] {
    var dump = Dump<Item>(expecting: nil)
    let bytes = try Fixture.bytes(file)
    _ = try dump.consume(bytes.span.bytes)
    #expect(dump.malformedExample == nil)
    return dump.items
  }

  private func rules(_ folder: String) throws -> [Ruleset.Rule] {
    try Self.items(Ruleset.Rule.self, "\(folder)/rules.bin")
  }

  /// The rules of the listing: table, chain and handle.
  private func listed(_ folder: String) throws -> [String] {
    var table = ""
    var chain: String?
    var found: [String] = []
    for line in try Fixture.lines("\(folder)/listing.txt") {
      let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
      if line.hasPrefix("table ") { table = words[1...2].joined(separator: " ") }
      if line.hasPrefix("\t"), !line.hasPrefix("\t\t") {
        chain = words.first == "chain" ? words[1] : nil
      }
      if line.hasPrefix("\t\t"), let chain, words.dropLast().last == "handle" {
        found.append("\(table) \(chain) \(words[words.count - 1])")
      }
    }
    return found
  }

  @Test(arguments: folders)
  func theRulesOfEveryChainAreThereInTheirOrder(_ folder: String) throws {
    let rules = try rules(folder).filter { !$0.chain.hasPrefix("__") }
    let told = rules.map { "\($0.table.family.name) \($0.table.name) \($0.chain) \($0.handle)" }
    let listed = try listed(folder)
    #expect(listed.count > 40)
    #expect(told.sorted() == listed.sorted())
    for chain in Set(rules.map(\.chain)) {
      #expect(
        told.filter { $0.contains(" \(chain) ") } == listed.filter { $0.contains(" \(chain) ") })
    }
  }

  @Test func theRuleThatOffloadsIsRead() throws {
    let rule = try #require(
      try rules("6.1-ruleset").first { $0.expressions.last == .flowOffload("ft") })
    let register = Ruleset.Register(offset: 0)
    #expect(rule.table == Ruleset.TableName(.inet, "fw4") && rule.chain == "forward")
    #expect(
      rule.expressions == [
        .meta(.l4, into: register),
        .lookup(set: "__set2", register, into: nil, toVerdict: false, inverted: false),
        .ct(.packets, direction: .original, into: register),
        .byteorder(register, into: register, length: 8, size: 8),
        .compare(.greaterOrEqual, register, [0, 0, 0, 0, 0, 0, 0, 2]),
        .flowOffload("ft"),
      ])
  }

  @Test(arguments: folders) func chainsHaveTheirHooks(_ folder: String) throws {
    let chains = try Self.items(Ruleset.Chain.self, "\(folder)/chains.bin")
    func chain(_ name: String) throws -> Ruleset.Chain {
      try #require(chains.first { $0.name == name })
    }
    let forward = try chain("forward")
    #expect(forward.hook == Ruleset.Chain.Hook(number: Ruleset.Chain.Hook.forward, priority: 0))
    #expect(forward.policyIsDrop && forward.type == "filter")
    #expect(try chain("handle_reject").hook == nil)
    #expect(try chain("handle_reject").policyIsDrop == false)
    #expect(try chain("dstnat").hook?.priority == -105)
    #expect(try chain("dstnat").type == "nat")
    #expect(try Set(chain("in").hook?.devices ?? []) == ["lan0", "wan0"])
    #expect(try chain("FORWARD").table == Ruleset.TableName(.ip, "filter"))
  }

  @Test(arguments: folders) func tablesAndObjectsAreRead(_ folder: String) throws {
    let tables = try Self.items(Ruleset.Table.self, "\(folder)/tables.bin")
    #expect(Set(tables.map(\.name.name)) == ["fw4", "asleep", "early", "filter"])
    #expect(tables.filter(\.isDormant).map(\.name.name) == ["asleep"])
    let objects = try Self.items(Ruleset.Object.self, "\(folder)/objects.bin")
    #expect(objects.map(\.name).sorted() == ["ftp-standard", "hits", "monthly", "slow"])
    #expect(objects.compactMap(\.helper) == ["ftp"])
    let generation = try Self.items(RulesetGeneration.self, "\(folder)/generation.bin")
    #expect(generation.count == 1 && (generation.first?.id ?? 0) > 0)
  }

  @Test(arguments: folders) func setsAndTheirElementsAreRead(_ folder: String) throws {
    let sets = try Self.items(Ruleset.SetDefinition.self, "\(folder)/sets.bin")
    let lists = try Self.items(SetElements.self, "\(folder)/elements.bin")
    func set(_ name: String) throws -> Ruleset.SetDefinition {
      var set = try #require(sets.first { $0.name == name })
      #expect(set.elements == nil)
      set.elements = lists.filter { $0.set == set.fullName }.flatMap(\.elements)
      return set
    }
    let subnets = try set("subnets")
    #expect(subnets.flags == [.interval, .concat] && subnets.fieldLengths == [4, 2])
    #expect(subnets.keyLength == 8)
    let first = try #require(subnets.elements?.first { $0.key[0...3] == [10, 0, 0, 0] })
    #expect(first.key == [10, 0, 0, 0, 0, 1, 0, 0])
    #expect(first.keyEnd == [10, 0, 0, 255, 4, 0, 0, 0])
    #expect(try set("admins").fieldLengths == [])
    #expect(try set("bogons").elements?.contains { $0.isIntervalEnd } == true)
    let marks = try set("marks")
    #expect(marks.flags.contains(.map) && !marks.mapsToVerdict)
    #expect(
      marks.elements?.first { $0.key == [0, 22] }?.data == .value([0x16, 0, 0, 0]))
    let zones = try set("zones")
    #expect(zones.mapsToVerdict)
    #expect(zones.elements?.contains { $0.data == .verdict(.jump("forward_wan")) } == true)
    #expect(try set("counters").elements?.map(\.data) == [.object("hits")])
    let guests = try set("guests")
    #expect(guests.changesByItself && guests.elements?.count == 2)
    #expect(guests.elements?.allSatisfy { ($0.expiration ?? 0) > 3_600_000 } == true)
    let limited = try set("limited")
    #expect(limited.flags.contains(.dynamic))
    #expect(limited.elements?.map(\.isConditional) == [true])
    #expect(try set("anything").elements?.filter(\.isCatchall).map(\.data) == [.verdict(.continue)])
  }

  @Test(arguments: folders) func whatIptablesAsksOfConntrackIsReadAsNativeRules(
    _ folder: String
  ) throws {
    let rules = try rules(folder).filter { $0.chain == "FORWARD" }
    try #require(rules.count == 8)
    let scratch = Ruleset.Register(offset: 48)
    let none: [UInt8] = [0, 0, 0, 0]
    func state(_ mask: UInt8, _ comparison: Ruleset.Comparison) -> [Ruleset.Expression] {
      [
        .ct(.state, direction: nil, into: scratch),
        .mask(scratch, into: scratch, mask: [mask, 0, 0, 0], xor: none),
        .compare(comparison, scratch, none),
      ]
    }
    // --ctstate NEW, with a comment.
    let expressions = rules[0].expressions
    #expect(Array(expressions[4...6]) == state(8, .notEqual))
    #expect(expressions[7] == .statement(name: "comment"))
    // ! --ctstate ESTABLISHED,UNTRACKED.
    #expect(Array(rules[1].expressions[0...2]) == state(0x42, .equal))
    // With a status, too.
    #expect(
      rules[2].expressions.first
        == .undecidable(name: "match", detail: "conntrack", into: nil, length: 0))
    #expect(rules[3].expressions.last == .statement(name: "LOG"))
    #expect(Array(rules[4].expressions[0...2]) == state(6, .notEqual))
    // MARK --set-xmark 0x2/0xff.
    #expect(
      Array(rules[4].expressions.suffix(3)) == [
        .meta(.mark, into: scratch),
        .mask(scratch, into: scratch, mask: [0, 0xff, 0xff, 0xff], xor: [2, 0, 0, 0]),
        .metaSet(.mark, from: scratch),
      ])
    #expect(
      Array(rules[5].expressions.suffix(2)) == [
        .meta(.mark, into: scratch), .ctSet(.mark, from: scratch),
      ])
    // --restore-mark of some bits.
    #expect(
      rules[6].expressions.last
        == .undecidable(name: "target", detail: "CONNMARK", into: nil, length: 0))
    #expect(rules[7].expressions.last == .reject)
    let local = Ruleset.ValueRange(from: [2, 0, 0, 0], to: [2, 0, 0, 0])
    #expect(rules[7].expressions.contains(.among(scratch, [local], inverted: false)))
  }

  @Test(arguments: folders) func whatIsConditionalOrUnknownSaysSo(_ folder: String) throws {
    let forward = try rules(folder).filter { $0.chain == "forward" }.map(\.expressions)
    #expect(
      forward.contains {
        $0.contains { expression in
          if case .setUpdate(set: "seen", deletes: false, _, false, isConditional: true) =
            expression
          {
            return true
          }
          return false
        }
      })
    let details = forward.joined().compactMap { expression -> String? in
      if case .undecidable(let name, let detail?, _, _) = expression { return "\(name) \(detail)" }
      return nil
    }
    #expect(details.contains("limit over 1048576 bytes/second"))
    let questions = forward.joined().compactMap { expression -> String? in
      if case .fib(let question, _) = expression { return question.text }
      return nil
    }
    #expect(questions.contains("saddr . iif oif"))
  }

  /// A rule with a broken expression decides nothing, and is there.
  @Test func noChangedByteInsideTheExpressionsLosesTheRule() throws {
    let all = messages(in: try Fixture.bytes("6.18-ruleset/rules.bin"))
    for message in stride(from: 0, to: all.count, by: 3).map({ all[$0] }) {
      let trees = AttributeTree.parse(message[20...])
      guard let list = trees.first(where: { $0.type & 0x3fff == 4 }) else { continue }
      let listed = AttributeTree.bytes([list])
      // Where the list of expressions lies, without its own header.
      guard
        let start = message.indices.first(where: { message[$0...].starts(with: listed) })
      else { continue }
      var bytes = message
      for i in (start + 4)..<(start + listed.count) {
        for change in [1, 0xff] as [UInt8] {
          bytes[i] = message[i] ^ change
          var dump = Dump<Ruleset.Rule>(expecting: nil)
          _ = try? dump.consume(bytes.span.bytes)
          if dump.items.count != 1 { Issue.record("byte \(i) ^ \(change) loses a rule") }
        }
        bytes[i] = message[i]
      }
    }
  }
}

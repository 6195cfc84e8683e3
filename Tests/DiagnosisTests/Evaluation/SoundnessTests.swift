import FlowModel
import Testing

@testable import Diagnosis

/// Properties of random rulesets: what a walk says for certain is true in every run of the kernel.
@Suite struct SoundnessTests {
  private static let ports: [UInt16] = [22, 80, 443]
  private static let hosts = ["10.0.1.2", "10.0.2.2", "10.1.0.1"]
  private static let names = ["lan0", "wan0", "wan1"]

  // MARK: Random rulesets

  private func condition(_ dice: inout Dice) -> Expressions {
    let r1 = Make.r1
    let comparison = dice.pick(
      [.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual] as [Ruleset.Comparison])
    switch Int.random(in: 0..<17, using: &dice) {
    case 0: return Make.port(dice.pick(Self.ports), comparison, source: dice.chance(4))
    case 1: return Make.address(dice.pick(Self.hosts), source: dice.chance(2), comparison)
    case 2: return Make.address("10.0.0.0", bits: dice.pick([8, 16, 20]), source: dice.chance(2))
    case 3: return Make.state(dice.pick([1, 2, 6, 8]))
    case 4:
      return Make.name(
        dice.pick([.inputName, .outputName]), dice.pick(Self.names), dice.pick([.equal, .notEqual]))
    case 5: return Make.mark(UInt32.random(in: 0..<8, using: &dice), comparison)
    case 6:
      let mask = UInt32.random(in: 0..<8, using: &dice)
      return Make.mark(mask & 5, mask: mask, dice.pick([.equal, .notEqual]))
    case 7: return [Make.limit]
    case 8:
      return [
        .meta(.mark, into: r1), .byteorder(r1, into: r1, length: 4, size: 4),
        .range(
          r1, from: [0, 0, 0, 1], to: [0, 0, 0, UInt8.random(in: 1..<8, using: &dice)],
          inverted: dice.chance(2)),
      ]
    case 9:
      return [
        .payload(base: .transport, offset: 13, length: 1, into: r1),
        .mask(r1, into: r1, mask: [dice.pick([0x02, 0x10, 0x08])], xor: [0]),
        .compare(dice.pick([.equal, .notEqual]), r1, [0]),
      ]
    case 10:
      return [
        .payload(base: .network, offset: 8, length: 1, into: r1), .compare(comparison, r1, [64]),
      ]
    case 11:
      return [
        .ct(.mark, direction: nil, into: r1),
        .shift(r1, into: r1, length: 4, left: dice.chance(2), by: 1),
        .compare(comparison, r1, Make.host(dice.pick([0, 1, 2, 4, 6]))),
      ]
    case 12:
      return Make.l4(.tcp) + [
        .payload(base: .transport, offset: 2, length: 2, into: r1),
        .lookup(set: "ports", r1, into: nil, toVerdict: false, inverted: dice.chance(2)),
      ]
    case 13:
      return Make.family(.ipv4) + [
        .payload(base: .network, offset: 12, length: 4, into: r1),
        .lookup(set: "nets", r1, into: nil, toVerdict: false, inverted: dice.chance(2)),
      ]
    case 14:
      return [
        .payload(base: .network, offset: 12, length: 4, into: r1),
        .payload(base: .transport, offset: 2, length: 2, into: Ruleset.Register(offset: 4)),
        .lookup(set: "pairs", r1, into: nil, toVerdict: false, inverted: dice.chance(2)),
      ]
    case 15:
      return [
        .meta(dice.pick([.inputName, .outputName]), into: r1),
        .lookup(set: "devices", r1, into: nil, toVerdict: false, inverted: dice.chance(2)),
      ]
    default:
      return [
        .meta(.mark, into: r1), .byteorder(r1, into: r1, length: 4, size: 4),
        .lookup(set: "marks", r1, into: nil, toVerdict: false, inverted: dice.chance(2)),
      ]
    }
  }

  private func action(_ dice: inout Dice, deeper: [String]) -> Expressions {
    switch Int.random(in: 0..<12, using: &dice) {
    case 0...1: return [Make.accept]
    case 2: return [Make.drop]
    case 3: return [.verdict(.return)]
    case 4...5: return Make.setMark(UInt32.random(in: 0..<8, using: &dice))
    case 6:
      return [
        .meta(.mark, into: Make.r1),
        .mask(Make.r1, into: Make.r1, mask: Make.host(0xffff_fffe), xor: Make.host(1)),
        .metaSet(.mark, from: Make.r1),
      ]
    case 7: return [.ct(.mark, direction: nil, into: Make.r1), .metaSet(.mark, from: Make.r1)]
    case 8 where !deeper.isEmpty: return [.verdict(.jump(dice.pick(deeper)))]
    case 9 where !deeper.isEmpty: return [.verdict(.goto(dice.pick(deeper)))]
    case 10 where !deeper.isEmpty:
      return [
        .meta(.inputName, into: Make.r1),
        .lookup(set: "map", Make.r1, into: nil, toVerdict: true, inverted: false),
      ]
    default: return [Make.flowAdd] + (dice.chance(2) ? [Make.accept] : [])
    }
  }

  private func rules(_ dice: inout Dice, deeper: [String]) -> [Expressions] {
    (0..<Int.random(in: 1..<6, using: &dice)).map { _ in
      (0..<Int.random(in: 0..<3, using: &dice)).flatMap { _ in condition(&dice) }
        + action(&dice, deeper: deeper)
    }
  }

  private func ruleset(_ dice: inout Dice) -> Ruleset {
    var builder = RulesetBuilder()
    builder.set("ports", length: 2, [.init(key: Make.short(22)), .init(key: Make.short(443))])
    builder.set(
      "nets", length: 4, flags: .interval,
      [
        .init(key: [10, 1, 0, 0], isIntervalEnd: true), .init(key: [10, 0, 0, 0]),
        .init(key: [10, 1, 0, 0]), .init(key: [10, 1, 0, 9], isIntervalEnd: true),
      ])
    builder.set(
      "pairs", length: 8, flags: [.interval, .concat], fields: [4, 2],
      [
        .init(key: [10, 0, 1, 0, 0, 80, 0, 0], keyEnd: [10, 0, 1, 255, 0, 80, 0, 0]),
        .init(key: [10, 0, 0, 0, 1, 0, 0, 0], keyEnd: [10, 9, 0, 0, 2, 0, 0, 0]),
      ])
    builder.set(
      "devices", length: 16, [.init(key: Make.name("wan0")), .init(key: Make.name("wan1"))])
    builder.set(
      "marks", length: 4, flags: .interval,
      [.init(key: [0, 0, 0, 2]), .init(key: [0, 0, 0, 5], isIntervalEnd: true)])
    builder.set(
      "map", length: 16, flags: .map, verdicts: true,
      [
        .init(key: Make.name("lan0"), data: .verdict(.jump("b"))),
        .init(key: Make.name("wan0"), data: .verdict(.drop)),
      ] + (dice.chance(2) ? [.init(key: [], data: .verdict(.accept), isCatchall: true)] : []))
    let bases = ["forward", "early", "late"].prefix(Int.random(in: 1...3, using: &dice))
    for (index, name) in bases.enumerated() {
      builder.base(
        name, priority: dice.pick([0, Int32(index)]), drops: dice.chance(2),
        rules(&dice, deeper: ["a", "b"]))
    }
    builder.chain("a", rules(&dice, deeper: ["b"]))
    builder.chain("b", rules(&dice, deeper: []))
    return builder.ruleset
  }

  private func packet(_ dice: inout Dice) -> Packet {
    let flow = Make.flow(
      dice.pick(Self.hosts), 1024, to: dice.pick(Self.hosts), dice.pick(Self.ports),
      l4: dice.chance(5) ? .udp : .tcp, mark: UInt32.random(in: 0..<8, using: &dice))
    let device = { (dice: inout Dice) in Make.device(dice.pick(Self.names), 1 + dice.pick([1, 2])) }
    return Packet(
      flow, dice.pick([.original, .reply]), inputs: [device(&dice)], outputs: [device(&dice)],
      mark: UInt32.random(in: 0..<8, using: &dice), isEstablished: dice.chance(2))
  }

  private func hide(_ packet: Packet, _ dice: inout Dice) -> Packet {
    var packet = packet
    let others = Self.names.enumerated().map { Make.device($1, UInt32($0 + 20)) }
    if dice.chance(2) { packet.inputs = dice.chance(2) ? nil : (packet.inputs ?? []) + others }
    if dice.chance(2) { packet.outputs = dice.chance(2) ? nil : others + (packet.outputs ?? []) }
    if dice.chance(3) { packet.flow.mark = nil }
    return packet
  }

  private func agree(_ a: Walk.Truth, _ b: Walk.Truth) -> Bool {
    a == .unknown || b == .unknown || a == b
  }

  // MARK: Properties

  @Test func whatIsCertainIsTrueInEveryRun() {
    var certain = 0
    for seed in 1...1000 {
      var dice = Dice(UInt64(seed))
      let ruleset = ruleset(&dice)
      let packet = packet(&dice)
      let evaluator = RulesetEvaluator(ruleset)
      let walk = evaluator.forward(packet)
      let reached = { (walk: Walk) in
        Dictionary(walk.offloads.map { ($0.rule, $0.isReached) }) { max($0, $1) }
      }
      #expect(reached(walk) == reached(evaluator.forward(packet, explains: false)), "seed \(seed)")
      for attempt in 0..<6 {
        var run = ConcreteRun(ruleset, packet, Dice(UInt64(seed * 100 + attempt)))
        let isAccepted = run.run()
        #expect(agree(walk.isAccepted, .init(isAccepted)), "seed \(seed), attempt \(attempt)")
        for offload in walk.offloads {
          #expect(
            agree(offload.isReached, .init(run.reached.contains(offload.rule))),
            "seed \(seed), attempt \(attempt), rule \(offload.rule)")
          if offload.isReached != .unknown { certain += 1 }
        }
      }
    }
    // A walk that knows nothing would be right, too.
    #expect(certain > 6_000)
  }

  @Test func knowingLessNeverContradicts() {
    for seed in 1...1000 {
      var dice = Dice(UInt64(seed) + 70_000)
      let evaluator = RulesetEvaluator(ruleset(&dice))
      let whole = packet(&dice)
      let less = hide(whole, &dice)
      let a = evaluator.forward(whole, explains: false)
      let b = evaluator.forward(less)
      #expect(agree(a.isAccepted, b.isAccepted), "seed \(seed)")
      for offload in a.offloads {
        let other = b.offloads.first { $0.rule == offload.rule }
        #expect(agree(offload.isReached, other?.isReached ?? .unknown), "seed \(seed)")
      }
      for offload in b.offloads {
        #expect((offload.obstacle != nil) == (offload.isReached == .no), "seed \(seed)")
        if offload.isReached == .unknown { #expect(offload.doubt != nil, "seed \(seed)") }
      }
    }
  }

  @Test func lookupsAgreeWithASearchThroughAllElements() {
    for seed in 1...400 {
      var dice = Dice(UInt64(seed) + 900_000)
      let set = set(&dice)
      let index = SetIndex(set, isUpdated: false)
      for _ in 0..<50 {
        let key = key(set, &dice)
        var registers = Registers()
        registers.store(key, at: 0)
        let expected = ConcreteRun.search(set, key)
        switch index.find(registers, at: 0) {
        case .missed: #expect(expected == nil, "seed \(seed), \(key)")
        case .found(let place):
          // Where elements overlap, either is right.
          #expect(expected != nil, "seed \(seed), \(key)")
          if let element = set.elements?[place] { #expect(holds(set, element, key)) }
        case .open: Issue.record("seed \(seed): nothing known of \(key)")
        }
        let hidden = Int.random(in: 0..<set.keyLength, using: &dice)
        registers.set(hidden, key[hidden], known: 0xf0)
        switch index.find(registers, at: 0) {
        case .missed: #expect(expected == nil, "seed \(seed), \(key)")
        case .found: #expect(expected != nil, "seed \(seed), \(key)")
        case .open: break
        }
      }
    }
  }

  private func holds(
    _ set: Ruleset.SetDefinition, _ element: Ruleset.Element, _ key: [UInt8]
  ) -> Bool {
    var one = set
    if set.flags.contains(.interval), set.fieldLengths.isEmpty { return true }
    one.elements = [element]
    return ConcreteRun.search(one, key) != nil
  }

  private func set(_ dice: inout Dice) -> Ruleset.SetDefinition {
    let table = Ruleset.TableName(.inet, "t")
    let few = { (dice: inout Dice) in UInt8.random(in: 0..<12, using: &dice) }
    let count = Int.random(in: 0..<12, using: &dice)
    switch Int.random(in: 0..<4, using: &dice) {
    case 0:
      let length = dice.pick([2, 4, 20])
      return Ruleset.SetDefinition(
        table: table, name: "s", keyLength: length,
        elements: (0..<count).map { _ in
          .init(key: [UInt8](repeating: 0, count: length - 1) + [few(&dice)])
        })
    case 1:
      var bounds = Set<UInt8>()
      for _ in 0..<count { bounds.insert(few(&dice)) }
      let elements = bounds.sorted().enumerated().map {
        Ruleset.Element(key: [0, 0, 0, $1], isIntervalEnd: $0 % 2 == 1)
      }
      return Ruleset.SetDefinition(
        table: table, name: "s", flags: .interval, keyLength: 4,
        elements: elements.shuffled(using: &dice))
    default:
      return Ruleset.SetDefinition(
        table: table, name: "s", flags: [.interval, .concat], keyLength: 8, fieldLengths: [4, 2],
        elements: (0..<count).map { _ in
          let (a, b) = (few(&dice), few(&dice))
          let (c, d) = (dice.pick([0, few(&dice)]), dice.pick([0, few(&dice)]))
          return .init(
            key: [0, 0, 0, a, 0, b, 0, 0], keyEnd: [0, 0, 0, a + c, 0, b + d, 0, 0])
        })
    }
  }

  private func key(_ set: Ruleset.SetDefinition, _ dice: inout Dice) -> [UInt8] {
    let few = UInt8.random(in: 0..<14, using: &dice)
    guard !set.fieldLengths.isEmpty else {
      return [UInt8](repeating: 0, count: set.keyLength - 1) + [few]
    }
    return [0, 0, 0, few, 0, UInt8.random(in: 0..<14, using: &dice), 0, 0]
  }
}

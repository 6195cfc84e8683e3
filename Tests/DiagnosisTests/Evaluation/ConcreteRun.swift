import FlowModel

@testable import Diagnosis

/// A deterministic source of numbers: xorshift64*.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 0x2545_f491_4f6c_dd1d
  }

  mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &self) == 0 }

  mutating func pick<T>(_ choices: [T]) -> T {
    choices[Int.random(in: choices.indices, using: &self)]
  }
}

/// One possible run of the kernel: plain two-valued nftables, in which dice decide whatever a
/// conntrack entry does not tell.
///
/// Written for being obviously right, with sets searched element by element.
struct ConcreteRun {
  let ruleset: Ruleset
  let packet: Packet
  var dice: Dice
  var reached: Set<Int> = []
  private var mark: UInt32
  private var connectionMark: UInt32
  private let facts: PacketFacts

  init(_ ruleset: Ruleset, _ packet: Packet, _ dice: Dice) {
    self.ruleset = ruleset
    self.packet = packet
    self.dice = dice
    mark = packet.mark ?? UInt32.random(in: 0..<8, using: &self.dice)
    connectionMark = packet.flow.mark ?? UInt32.random(in: 0..<8, using: &self.dice)
    facts = PacketFacts(
      packet, input: packet.inputs?.first, output: packet.outputs?.first, at: .forward)
  }

  private enum End {
    case accept
    case drop
    case back
  }

  /// Whether the packet is accepted.
  mutating func run() -> Bool {
    let bases = ruleset.chains.indices.filter {
      ruleset.chains[$0].hook?.number == 2
        && ruleset.chains[$0].table.family.sees(packet.flow.orig.family)
    }
    let sorted = bases.sorted {
      let a = ruleset.chains[$0].hook?.priority ?? 0
      let b = ruleset.chains[$1].hook?.priority ?? 0
      return a != b ? a < b : $0 > $1
    }
    for base in sorted {
      switch run(ruleset.chains[base]) {
      case .accept: continue
      case .drop: return false
      case .back: if ruleset.chains[base].policyIsDrop { return false }
      }
    }
    return true
  }

  private mutating func run(_ chain: Ruleset.Chain) -> End {
    for (index, rule) in ruleset.rules.enumerated()
    where rule.table == chain.table && rule.chain == chain.name {
      guard let verdict = run(rule, index) else { continue }
      switch verdict {
      case .accept: return .accept
      case .drop, .queue, .stolen, .other: return .drop
      case .return: return .back
      case .continue, .break: continue
      case .goto(let name): return run(named(name, chain))
      case .jump(let name):
        let end = run(named(name, chain))
        if end != .back { return end }
      }
    }
    return .back
  }

  private func named(_ name: String, _ chain: Ruleset.Chain) -> Ruleset.Chain {
    ruleset.chains.first { $0.table == chain.table && $0.name == name } ?? chain
  }

  /// The verdict of a rule; nil when it has none, or does not match.
  private mutating func run(_ rule: Ruleset.Rule, _ index: Int) -> Ruleset.Verdict? {
    var registers = (0..<64).map { _ in UInt8.random(in: 0...255, using: &dice) }
    for expression in rule.expressions {
      switch expression {
      case .payload, .meta, .ct:
        guard load(expression, &registers) else { return nil }
      case .metaSet(_, let from): mark = word(registers, from)
      case .ctSet(_, let from): connectionMark = word(registers, from)
      case .compare(let comparison, let register, let octets):
        let value = Array(registers[register.offset..<register.offset + octets.count])
        let isLess = value.lexicographicallyPrecedes(octets)
        let holds =
          switch comparison {
          case .equal: value == octets
          case .notEqual: value != octets
          case .less: isLess
          case .lessOrEqual: isLess || value == octets
          case .greater: !isLess && value != octets
          case .greaterOrEqual: !isLess
          }
        guard holds else { return nil }
      case .range(let register, let from, let to, let inverted):
        let value = Array(registers[register.offset..<register.offset + from.count])
        let lies = !value.lexicographicallyPrecedes(from) && !to.lexicographicallyPrecedes(value)
        guard lies != inverted else { return nil }
      case .mask(let register, let into, let mask, let xor):
        for octet in mask.indices {
          registers[into.offset + octet] =
            registers[register.offset + octet] & mask[octet] ^ xor[octet]
        }
      case .byteorder(let register, let into, let length, let size):
        for unit in stride(from: 0, to: length, by: size) {
          let start = register.offset + unit
          registers.replaceSubrange(
            into.offset + unit..<into.offset + unit + size,
            with: Array(registers[start..<start + size].reversed()))
        }
      case .shift(let register, let into, _, let left, let count):
        let number = word(registers, register)
        registers.replaceSubrange(
          into.offset..<into.offset + 4, with: Make.host(left ? number << count : number >> count))
      case .immediate(let octets, let into):
        registers.replaceSubrange(into.offset..<into.offset + octets.count, with: octets)
      case .verdict(.continue): continue
      case .verdict(let verdict): return verdict
      case .lookup(let name, let register, _, let toVerdict, let inverted):
        guard let set = ruleset.sets.first(where: { $0.name == name && $0.table == rule.table })
        else { return dice.chance(2) ? nil : .drop }
        let key = Array(registers[register.offset..<register.offset + set.keyLength])
        let element =
          Self.search(set, key) ?? (inverted ? nil : set.elements?.first { $0.isCatchall })
        guard (element != nil) != inverted else { return nil }
        if toVerdict, case .verdict(let verdict)? = element?.data { return verdict }
      case .undecidable:
        guard dice.chance(2) else { return nil }
      case .flowOffload:
        reached.insert(index)
        guard dice.chance(2) else { return nil }
      default: continue
      }
    }
    return nil
  }

  /// Loads what is known, and rolls the bits that are not.
  private mutating func load(_ expression: Ruleset.Expression, _ registers: inout [UInt8]) -> Bool {
    let marks = PacketFacts.Marks(
      packet: PartialWord(mark), connection: PartialWord(connectionMark))
    var known = Registers()
    let goesOn: Walk.Truth
    let place: Int
    let length: Int
    switch expression {
    case .payload(let base, let offset, let octets, let into):
      goesOn = facts.payload(base, offset, octets, into: &known, at: into.offset)
      (place, length) = (into.offset, octets)
    case .meta(let key, let into):
      goesOn = facts.meta(key, marks, into: &known, at: into.offset)
      (place, length) = (into.offset, PacketFacts.length(of: key))
    case .ct(let key, let side, let into):
      goesOn = facts.ct(key, side, marks, into: &known, at: into.offset)
      (place, length) = (into.offset, PacketFacts.length(of: key, facts.family))
    default: return true
    }
    guard goesOn == .yes || goesOn == .unknown && dice.chance(2) else { return false }
    for index in place..<place + (length + 3) / 4 * 4 {
      let low = known.extreme(index, highest: false)
      let open = known.extreme(index, highest: true) & ~low
      registers[index] = low | UInt8.random(in: 0...255, using: &dice) & open
    }
    return true
  }

  private func word(_ registers: [UInt8], _ register: Ruleset.Register) -> UInt32 {
    let octets = registers[register.offset..<register.offset + 4]
    return (1.littleEndian == 1 ? Array(octets.reversed()) : Array(octets))
      .reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Finds an element as the words of the documentation say it, one after another.
  static func search(_ set: Ruleset.SetDefinition, _ key: [UInt8]) -> Ruleset.Element? {
    let elements = (set.elements ?? []).filter { !$0.isCatchall }
    if set.flags.contains(.interval), set.fieldLengths.isEmpty {
      var best: Ruleset.Element?
      for element in elements where !key.lexicographicallyPrecedes(element.key) {
        guard let other = best else {
          best = element
          continue
        }
        if other.key.lexicographicallyPrecedes(element.key)
          || other.key == element.key && other.isIntervalEnd
        {
          best = element
        }
      }
      return best.flatMap { $0.isIntervalEnd ? nil : $0 }
    }
    return elements.first { element in
      guard let end = element.keyEnd else { return element.key == key }
      var offset = 0
      for length in set.fieldLengths {
        let field = offset..<offset + length
        if key[field].lexicographicallyPrecedes(element.key[field]) { return false }
        if end[field].lexicographicallyPrecedes(key[field]) { return false }
        offset += (length + 3) / 4 * 4
      }
      return true
    }
  }
}

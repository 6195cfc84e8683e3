import FlowModel

@testable import Diagnosis

typealias Expressions = [Ruleset.Expression]

/// A ruleset under construction, in the words of nft(8).
struct RulesetBuilder {
  var ruleset = Ruleset()
  var table = Ruleset.TableName(.inet, "t")
  private var handle: UInt64 = 0

  init() { ruleset.tables = [Ruleset.Table(table)] }

  mutating func table(_ family: TableFamily, _ name: String, dormant: Bool = false) {
    table = Ruleset.TableName(family, name)
    ruleset.tables.append(Ruleset.Table(table, isDormant: dormant))
  }

  mutating func base(
    _ name: String, hook: UInt32 = Ruleset.Chain.Hook.forward, priority: Int32 = 0,
    type: String = "filter", drops: Bool = false, _ rules: [Expressions]
  ) {
    ruleset.chains.append(
      Ruleset.Chain(
        table: table, name: name, hook: .init(number: hook, priority: priority), type: type,
        policyIsDrop: drops))
    for rule in rules { add(rule, to: name) }
  }

  mutating func chain(_ name: String, _ rules: [Expressions]) {
    ruleset.chains.append(Ruleset.Chain(table: table, name: name))
    for rule in rules { add(rule, to: name) }
  }

  mutating func add(_ rule: Expressions, to chain: String, comment: String? = nil) {
    handle += 1
    ruleset.rules.append(
      Ruleset.Rule(
        table: table, chain: chain, handle: handle, expressions: rule, comment: comment))
  }

  mutating func set(
    _ name: String, length: Int, flags: Ruleset.SetDefinition.Flags = [], verdicts: Bool = false,
    fields: [Int] = [], keyType: UInt32? = nil, _ elements: [Ruleset.Element]?
  ) {
    ruleset.sets.append(
      Ruleset.SetDefinition(
        table: table, name: name, flags: flags, keyLength: length, mapsToVerdict: verdicts,
        fieldLengths: fields, keyType: keyType, elements: elements))
  }

  func walk(_ packet: Packet) -> Walk { RulesetEvaluator(ruleset).forward(packet) }
}

/// Expressions as nft(8) makes them.
enum Make {
  static let r1 = Ruleset.Register(offset: 0)
  static let r2 = Ruleset.Register(offset: 16)
  static let accept = Ruleset.Expression.verdict(.accept)
  static let drop = Ruleset.Expression.verdict(.drop)
  static let flowAdd = Ruleset.Expression.flowOffload("f")
  static let limit = Ruleset.Expression.undecidable(
    name: "limit", detail: "10/second", into: nil, length: 0)

  static func l4(_ l4: L4Protocol) -> Expressions {
    [.meta(.l4, into: r1), .compare(.equal, r1, [l4.rawValue])]
  }

  static func family(_ family: Family) -> Expressions {
    [.meta(.family, into: r1), .compare(.equal, r1, [family.rawValue])]
  }

  static func port(
    _ port: UInt16, _ comparison: Ruleset.Comparison = .equal, source: Bool = false,
    l4: L4Protocol = .tcp
  ) -> Expressions {
    self.l4(l4) + [
      .payload(base: .transport, offset: source ? 0 : 2, length: 2, into: r1),
      .compare(comparison, r1, short(port)),
    ]
  }

  static func address(
    _ address: String, bits: Int? = nil, source: Bool = false,
    _ comparison: Ruleset.Comparison = .equal
  ) -> Expressions {
    let octets = octets(address)
    var result = family(.ipv4)
    result.append(.payload(base: .network, offset: source ? 12 : 16, length: 4, into: r1))
    if let bits {
      let mask = network(bits == 0 ? 0 : UInt32.max << UInt32(32 - bits))
      result.append(.mask(r1, into: r1, mask: mask, xor: [0, 0, 0, 0]))
    }
    return result + [.compare(comparison, r1, octets)]
  }

  static func state(_ bits: UInt32) -> Expressions {
    [
      .ct(.state, direction: nil, into: r1),
      .mask(r1, into: r1, mask: host(bits), xor: [0, 0, 0, 0]),
      .compare(.notEqual, r1, [0, 0, 0, 0]),
    ]
  }

  static let established = state(2)
  static let invalid = state(1)

  static func name(
    _ key: Ruleset.MetaKey, _ device: String, _ comparison: Ruleset.Comparison = .equal
  ) -> Expressions {
    [.meta(key, into: r1), .compare(comparison, r1, name(device))]
  }

  static func name(_ device: String) -> [UInt8] {
    Array(device.utf8) + [UInt8](repeating: 0, count: 16 - device.utf8.count)
  }

  static func mark(
    _ value: UInt32, mask: UInt32? = nil, _ comparison: Ruleset.Comparison = .equal
  ) -> Expressions {
    [.meta(.mark, into: r1)]
      + (mask.map { [.mask(r1, into: r1, mask: host($0), xor: [0, 0, 0, 0])] } ?? [])
      + [.compare(comparison, r1, host(value))]
  }

  static func setMark(_ value: UInt32) -> Expressions {
    [.immediate(host(value), into: r1), .metaSet(.mark, from: r1)]
  }

  static func host(_ number: UInt32) -> [UInt8] {
    let little = (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
    return 1.littleEndian == 1 ? little : little.reversed()
  }

  static func network(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * UInt32($0))) }
  }

  static func short(_ number: UInt16) -> [UInt8] {
    [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
  }

  static func octets(_ ipv4: String) -> [UInt8] {
    ipv4.split(separator: ".").map { UInt8($0) ?? 0 }
  }

  static func address(_ ipv4: String) -> Address {
    Address(ipv4: octets(ipv4).reduce(0) { $0 << 8 | UInt32($1) })
  }

  // MARK: Flows

  static func flow(
    _ source: String = "10.0.1.2", _ sourcePort: UInt16 = 40000,
    to destination: String = "10.0.2.2",
    _ port: UInt16 = 80, l4: L4Protocol = .tcp,
    status: Status = [.seenReply, .assured, .confirmed],
    mark: UInt32? = 0
  ) -> Flow {
    let orig = Tuple(
      source: address(source), destination: address(destination), sourcePort: sourcePort,
      destinationPort: port, family: .ipv4, l4: l4)
    return Flow(orig: orig, reply: orig.inverted, id: 7, status: status, mark: mark)
  }

  static func device(_ name: String, _ index: UInt32, kind: String? = "veth") -> Packet.Device {
    Packet.Device(
      Link(index: index, name: name, isUp: true, isRunning: true, kind: kind))
  }

  static let lan = device("lan0", 2)
  static let wan = device("wan0", 3)

  static func packet(
    _ flow: Flow = flow(), _ direction: Ruleset.CtDirection = .original, established: Bool = true
  ) -> Packet {
    Packet(
      flow, direction, inputs: [direction == .original ? lan : wan],
      outputs: [direction == .original ? wan : lan], isEstablished: established)
  }
}

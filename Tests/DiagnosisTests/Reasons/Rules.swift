import FlowModel

/// Rules as the kernel lists what nft(8) makes of their text.
struct PaperRule {
  var text: String
  var expressions: [Ruleset.Expression]

  init(_ text: String, _ expressions: [Ruleset.Expression]...) {
    self.text = text
    self.expressions = expressions.flatMap(\.self)
  }

  static let offload: [Ruleset.Expression] = [.flowOffload("f")]
  static let accept: [Ruleset.Expression] = [.verdict(.accept)]
  static let drop: [Ruleset.Expression] = [.verdict(.drop)]

  static let offloadsEstablished = PaperRule(
    "ct state established flow add @f", established, offload)
  static let offloadsAll = PaperRule("flow add @f", offload)

  private static let register = Ruleset.Register(offset: 0)

  /// Matches what `ct state established` does.
  static let established: [Ruleset.Expression] = [
    .ct(.state, direction: nil, into: register),
    .mask(register, into: register, mask: [2, 0, 0, 0], xor: [0, 0, 0, 0]),
    .compare(.notEqual, register, [0, 0, 0, 0]),
  ]

  static func l4(_ l4: L4Protocol) -> [Ruleset.Expression] {
    [.meta(.l4, into: register), .compare(.equal, register, [l4.rawValue])]
  }

  static func port(_ l4: L4Protocol, to port: UInt16) -> [Ruleset.Expression] {
    Self.l4(l4) + [
      .payload(base: .transport, offset: 2, length: 2, into: register),
      .compare(.equal, register, [UInt8(port >> 8), UInt8(port & 0xff)]),
    ]
  }

  static func input(_ name: String) -> [Ruleset.Expression] { device(.inputName, name) }
  static func output(_ name: String) -> [Ruleset.Expression] { device(.outputName, name) }

  private static func device(_ key: Ruleset.MetaKey, _ name: String) -> [Ruleset.Expression] {
    let octets = Array(name.utf8) + Array(repeating: 0, count: 16 - name.utf8.count)
    return [.meta(key, into: register), .compare(.equal, register, octets)]
  }

  static let limit: [Ruleset.Expression] = [
    .undecidable(name: "limit", detail: nil, into: nil, length: 0)
  ]
}

extension Ruleset {
  static let filter = TableName(.inet, "filter")

  /// A table with one chain at the forward hook; handles count from 10.
  static func forward(_ rules: [PaperRule], table: TableName = filter, drops: Bool = false)
    -> Ruleset
  {
    Ruleset(
      generation: 1, tables: [Table(table)],
      chains: [
        Chain(
          table: table, name: "forward",
          hook: .init(number: Chain.Hook.forward, priority: 0), type: "filter",
          policyIsDrop: drops)
      ],
      rules: rules.enumerated().map { place, rule in
        Rule(
          table: table, chain: "forward", handle: UInt64(10 + place),
          expressions: rule.expressions, text: rule.text)
      })
  }
}

import FlowModel
import NetlinkWire

/// Which part of the ruleset a dump was asked for.
struct PlayedScope: Equatable, Sendable {
  /// 0 for tables of every family.
  let family: UInt8
  /// nil for every table.
  let table: String?
  /// The set whose elements were asked for.
  let set: String?
  /// Something else narrows it, and what was left out is not known.
  let isNarrower: Bool

  static let whole = PlayedScope(family: 0, table: nil, set: nil, isNarrower: false)

  private init(family: UInt8, table: String?, set: String?, isNarrower: Bool) {
    self.family = family
    self.table = table
    self.set = set
    self.isNarrower = isNarrower
  }

  /// Reads a request to nf_tables: its table is the first attribute of every kind, the set of elements
  /// the second.
  init(_ datagram: RawSpan, _ message: Message, family: UInt8) {
    let filter = datagram.rulesetFilter(message)
    self.init(
      family: family, table: filter.table, set: filter.set, isNarrower: filter.isNarrower)
  }

  func holds(_ name: Ruleset.TableName) -> Bool {
    (family == 0 || family == name.family.rawValue) && (table == nil || table == name.name)
  }

  /// Whether everything of another scope lies in this one.
  func holds(_ other: PlayedScope) -> Bool {
    (family == 0 || family == other.family) && (table == nil || table == other.table)
  }

  var setName: Ruleset.SetName? {
    guard let table, let set else { return nil }
    return Ruleset.SetName(Ruleset.TableName(TableFamily(rawValue: family), table), set)
  }
}

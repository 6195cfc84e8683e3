import FlowModel

/// One list of the ruleset as a capture has told it so far: rules, chains.
///
/// Programs ask for it whole, or table by table.
struct PlayedPart<Item: InTable>: Sendable {
  private struct Piece: Sendable {
    let scope: PlayedScope
    /// The lower half of the generation that it is of; nil when it was empty and did not tell.
    let stamp: UInt16?
  }

  private(set) var items: [Item] = []
  private var pieces: [Piece] = []
  /// A capture that never ends must not fill the memory.
  private static var mostPieces: Int { 4096 }

  mutating func replace(_ scope: PlayedScope, with dumped: [Item], stamp: UInt16?) {
    items = items.filter { !scope.holds($0.tableName) } + dumped
    pieces.removeAll { scope.holds($0.scope) }
    if pieces.count < Self.mostPieces { pieces.append(Piece(scope: scope, stamp: stamp)) }
  }

  /// Forgets what was told of a scope.
  mutating func forget(_ scope: PlayedScope) {
    items.removeAll { scope.holds($0.tableName) }
    pieces.removeAll { scope.holds($0.scope) }
  }

  /// Whether everything in a table was told, as far as it is of this kind.
  func covers(_ table: Ruleset.TableName) -> Bool { pieces.contains { $0.scope.holds(table) } }

  /// The generations that it is of.
  var stamps: Set<UInt16> { Set(pieces.compactMap(\.stamp)) }
  var isWhole: Bool { pieces.contains { $0.scope == .whole } }
}

/// What belongs to a table of the ruleset.
protocol InTable: Sendable {
  var tableName: Ruleset.TableName { get }
}

extension Ruleset.Table: InTable {
  var tableName: Ruleset.TableName { name }
}
extension Ruleset.Chain: InTable {
  var tableName: Ruleset.TableName { table }
}
extension Ruleset.Rule: InTable {
  var tableName: Ruleset.TableName { table }
}
extension Ruleset.SetDefinition: InTable {
  var tableName: Ruleset.TableName { table }
}
extension Ruleset.Object: InTable {
  var tableName: Ruleset.TableName { table }
}

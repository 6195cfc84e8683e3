package import FlowModel

/// The groups as the operator sees them: by what, in what order, and where he stands.
package struct GroupList: Sendable {
  package internal(set) var kind = GroupKind.source
  package internal(set) var order = GroupOrder.rate
  package internal(set) var isReversed = false
  package internal(set) var cursor = Cursor<GroupKey>()
  /// The heaviest groups, top row first; made anew at each poll while they are seen.
  package private(set) var rows: [GroupRow] = []
  /// How many groups there are, listed or not.
  package private(set) var count = 0
  /// What all of them carry; of hosts each flow counts once.
  package private(set) var totals = LaneTotals()

  /// The table that is being made, where it takes long; until then `rows` are those before.
  var making: GroupTable?

  var ids: [GroupKey] { rows.map(\.key) }

  /// The group that the operator stands at.
  package var selected: GroupRow? {
    cursor.selectedRow.flatMap { rows.indices.contains($0) ? rows[$0] : nil }
  }

  mutating func take(_ table: GroupTable, height: Int) {
    rows = table.rows
    count = table.count
    totals = table.all
    cursor.follow(ids, height: height)
  }

  /// Lets go of the rows: nobody sees them.
  mutating func close() {
    rows = []
    count = 0
    making = nil
  }

  mutating func turn(to kind: GroupKind) {
    self.kind = kind
    cursor.clear()
  }
}

/// The way back from a group's flows to the groups.
struct Drill: Sendable {
  /// The filter that stood before.
  let before: FlowFilter
  /// That of the group; another one since means that there is no way back any more.
  let filter: FlowFilter
}

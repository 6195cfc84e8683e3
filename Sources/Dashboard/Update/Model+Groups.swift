import Canvas
import Diagnosis
import FlowModel

/// Groups: made while they are seen, and entered by a filter.
extension Model {
  /// Sums up the listed flows anew.
  mutating func regroup() {
    groups.making = GroupTable(groups.kind)
    if !moment.isLarge { goOnGrouping(.max) }
  }

  /// Sums up so many more records; the groups are shown once all are.
  mutating func goOnGrouping(_ places: Int) {
    guard var table = groups.making else { return }
    groups.making = nil
    guard table.goOn(moment, listing, places: places) else {
      groups.making = table
      return
    }
    let glyphs = settings.glyphs
    table.finish(
      moment, groups, arrow: glyphs.arrow, unknown: String(Character(glyphs.unknown)))
    groups.take(table, height: listHeight)
  }

  mutating func turnGroups(by step: Int) {
    groups.turn(to: groups.kind.next(by: step))
    rearrange()
    say("Grouped by \(groups.kind.name).")
  }

  mutating func sortGroups(by step: Int) {
    groups.order = groups.order.next(by: step)
    groups.isReversed = false
    rearrange()
    say("Sorted by \(groups.order.name).")
  }

  /// Lists the flows of the selected group, by a filter that the operator sees and can go on from.
  mutating func enterGroup() {
    guard let row = groups.selected else {
      return say("Select a group first, with the arrow keys or j and k.", .warning)
    }
    guard let words = row.filter else {
      return say("No filter tells these flows from others.", .warning)
    }
    // The filter stands on the screen; and with another address it would find nothing.
    guard settings.mask == nil || ![.source, .destination, .host].contains(groups.kind) else {
      return say("Privacy hides the address that these flows would be filtered by.", .warning)
    }
    let before = listing.filter
    let text = before.isEmpty ? words : "(\(before.description)) and \(words)"
    guard let filter = try? FlowFilter(typed: text) else {
      return say("No filter tells these flows from others.", .warning)
    }
    drill = Drill(before: before, filter: filter)
    listing.filter = filter
    listing.selection = nil
    listing.top = 0
    show(.flows)
  }

  /// Esc in a group's flows: back to the groups, and to the filter that stood before.
  mutating func leaveGroup(_ drill: Drill) {
    self.drill = nil
    listing.filter = drill.before
    listing.selection = nil
    show(.groups)
  }
}

import FlowModel
import Glibc
import NetlinkWire

// What nobody needs any more: pins whose time is over, ids of flows that are gone, what is empty.
extension PinSession {
  /// Ends the pins whose time is over, and takes away what is left over.
  mutating func tidy() throws(KernelError) -> [ActionResult] {
    removeForsakenGuards()
    let results = try endOverdue()
    try removeLeftovers()
    return results
  }

  /// Ends the pins whose time is over.
  private mutating func endOverdue() throws(KernelError) -> [ActionResult] {
    content = try table.read()
    // Times stand in our table alone: without it there is no need to list every flow.
    guard content.exists, !content.pins.isTableForeign else { return [] }
    let flows = try editor.all()
    let now = Clock.wall()
    let overdue = Set(
      LanePins(flows: flows, ruleset: content.ruleset, wallTime: now).overdue(at: now))
    guard !overdue.isEmpty else { return [] }
    var ending = try PinSession(
      ActionRequest(
        .unpin, flows.filter { overdue.contains($0.key) }, machine: request.machine))
    return try ending.run({ _ in }, isStopped: { false })
  }

  /// Takes away ids of flows that are gone, the table when it is empty, helpers that no entry names.
  mutating func removeLeftovers() throws(KernelError) {
    // First the ids, then the flows: what is in no later list is gone.
    content = try table.read()
    let registered = try helpers.registered()
    guard content.exists || !registered.isEmpty else { return }
    let flows = try editor.all()
    try helpers.remove(registered, unusedBy: flows)
    guard content.exists, !content.pins.isTableForeign else { return }
    let alive = Set(flows.map(\.id))
    let gone = LanePin.Lane.allCases.map { lane in
      (lane, content.ids(lane).filter { !alive.contains($0) })
    }
    var script = PinScript()
    let left = LanePin.Lane.allCases.reduce(0) { $0 + content.ids($1).count }
    if left == gone.reduce(0, { $0 + $1.1.count }) {
      script.removeTable()
    } else {
      for (lane, ids) in gone where !ids.isEmpty { script.remove(ids, of: lane) }
    }
    if !script.text.isEmpty { try PinTable.apply(script) }
  }

  /// Takes away the guards of processes that are no more.
  private mutating func removeForsakenGuards() {
    for name in (try? table.names()) ?? [] {
      guard let owner = GapGuard.owner(of: name), kill(owner, 0) != 0, errno == ESRCH else {
        continue
      }
      try? PinTable.apply("delete table inet \(name.name)\n")
    }
  }
}

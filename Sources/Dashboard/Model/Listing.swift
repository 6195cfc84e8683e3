import Diagnosis
package import FlowModel

/// The list of flows: which are in it, in what order, and where the operator stands.
package struct Listing: Sendable {
  package internal(set) var order = FlowOrder.glance
  package internal(set) var filter = FlowFilter.all
  /// The filter as it is being typed; nil when nobody types.
  package internal(set) var typedFilter: String?
  /// What is wrong with the filter as it is being typed; meanwhile `filter` is the last good one.
  package internal(set) var filterError: FilterError?
  /// The filter to go back to when typing is abandoned.
  var filterBefore = FlowFilter.all
  /// Only flows of this lane are listed; nil lists all.
  package internal(set) var lane: Lane?
  /// Our own questions for names, which are not listed.
  var ownLookups: OwnLookups?
  /// Only flows with a rate above zero are listed.
  package internal(set) var activeOnly = false
  /// New polls change values but move no row.
  package internal(set) var isOrderFrozen = false
  /// Flows that stay on top, in the order they were pinned.
  package internal(set) var pins: [FlowKey] = []
  /// Flows that the operator tagged, for actions on several.
  package internal(set) var tags: Set<FlowKey> = []
  /// The selected flow: an identity, never a row number.
  package internal(set) var selection: FlowKey?
  /// The places in the shown store of the listed records, top row first.
  package internal(set) var rows: [Int] = []
  /// The row of `rows` at the top of the table.
  package internal(set) var top = 0
  /// Where the selection was last seen in `rows`, for when its flow leaves the list.
  var selectedRow = 0

  /// Lists the records of a moment anew, and keeps the operator where he was.
  ///
  /// `settle` may move rows that are not pinned on top, once they are in order.
  mutating func arrange(_ moment: Moment, settle: (inout [Int]) -> Void = { _ in }) {
    let store = moment.store
    let frozen = isOrderFrozen ? ranks() : [:]
    var buffer = TextBuffer()
    var facts = ListedFacts(moment, pins: pins)
    var chosen: [Int] = []
    chosen.reserveCapacity(store.records.count)
    for (place, record) in store.records.enumerated() {
      facts.place = place
      if !facts.isOnTop, selects(record, &facts, &buffer) { chosen.append(place) }
    }
    order.sort(
      &chosen, of: store.records, time: store.time, wallTime: store.wallTime,
      rank: { moment.reasons[$0]?.rank(in: store.records[$0].lane) })
    if isOrderFrozen { chosen = Self.inFormerOrder(chosen, of: store, frozen) }
    settle(&chosen)
    rows = pins.compactMap { store.place(of: $0) } + chosen
    arranged = rows.map { store.records[$0].key }
    followSelection()
  }

  /// Lets go of the rows while nobody sees them; selection, tags and a frozen order are kept.
  mutating func rest() { rows = [] }

  /// Flows whose entries were replaced go on in their places.
  mutating func follow(_ successors: [FlowKey: FlowKey]) {
    if let key = selection, let next = successors[key] { selection = next }
    pins = pins.map { successors[$0] ?? $0 }
    for (key, next) in successors where tags.remove(key) != nil { tags.insert(next) }
    arranged = arranged.map { successors[$0] ?? $0 }
  }

  /// The places of the listed flows that live and that lane, activity and filter ask for: a row that
  /// is pinned on top stays, whether or not it is one of them.
  func matching(_ moment: Moment) -> [Int] {
    var buffer = TextBuffer()
    var facts = ListedFacts(moment, pins: pins)
    let records = moment.store.records
    return rows.filter { place in
      guard records[place].endedAt == nil else { return false }
      facts.place = place
      return !facts.isOnTop || selects(records[place], &facts, &buffer)
    }
  }

  /// What narrows the list, a phrase each.
  var narrowings: [String] {
    var parts: [String] = []
    if let lane { parts.append("\(lane.name) only") }
    if activeOnly { parts.append("active only") }
    if !filter.isEmpty { parts.append("filter \"\(filter.text)\"") }
    return parts
  }

  /// Whether lane, activity and filter let a record into the list.
  ///
  /// `facts` are those of this record.
  func selects(
    _ record: FlowRecord, _ facts: inout ListedFacts, _ buffer: inout TextBuffer
  ) -> Bool {
    if let ownLookups, ownLookups.makes(record.flow) { return false }
    if let lane, record.lane != lane { return false }
    if activeOnly, !((record.rates.total ?? 0) > 0) || record.hasEnded { return false }
    if filter.isEmpty { return true }
    return filter.matches(record.flow, &facts, buffer: &buffer)
  }

  /// The keys of `rows` as last arranged: places may have moved since.
  private var arranged: [FlowKey] = []

  private func ranks() -> [FlowKey: Int] {
    var result: [FlowKey: Int] = [:]
    for (at, key) in arranged.enumerated() { result[key] = at }
    return result
  }

  /// Those listed before keep their order; the new ones follow.
  private static func inFormerOrder(_ places: [Int], of store: FlowStore, _ former: [FlowKey: Int])
    -> [Int]
  {
    let ranked = places.enumerated().map { at, place in
      (rank: former[store.records[place].key] ?? former.count + at, place: place)
    }
    return ranked.sorted { $0.rank < $1.rank }.map { $0.place }
  }

  /// Finds the selected flow in the list; where it left, the row in its place is selected.
  private mutating func followSelection() {
    guard let selection else { return }
    if let row = arranged.firstIndex(of: selection) {
      selectedRow = row
    } else if arranged.isEmpty {
      self.selection = nil
    } else {
      select(row: selectedRow)
    }
  }

  /// The row that the selected flow is in, or nil.
  package var selectionRow: Int? { selection == nil || rows.isEmpty ? nil : selectedRow }

  mutating func select(row: Int) {
    guard !arranged.isEmpty else { return }
    selectedRow = min(max(0, row), arranged.count - 1)
    selection = arranged[selectedRow]
  }

  /// Moves the view by rows, as a wheel does; the selection stays in view.
  mutating func wheel(_ rows: Int, height: Int) {
    top = min(max(0, top + rows), max(0, self.rows.count - height))
    if selection != nil { select(row: min(max(selectedRow, top), top + max(1, height) - 1)) }
  }

  /// Moves the view so that the selection is seen and no blank space is wasted.
  mutating func scroll(toFit height: Int) {
    guard height > 0 else { return }
    if selection != nil {
      if selectedRow < top { top = selectedRow }
      if selectedRow >= top + height { top = selectedRow - height + 1 }
    }
    top = min(max(0, top), max(0, rows.count - height))
  }
}

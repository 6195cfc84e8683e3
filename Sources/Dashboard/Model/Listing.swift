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
  package internal(set) var rows = PlaceList()
  /// What the list came to when it was made.
  package internal(set) var sum = ListedSum()
  /// The row of `rows` at the top of the table.
  package internal(set) var top = 0
  /// Where the selection was last seen in `rows`, for when its flow leaves the list.
  var selectedRow = 0

  /// The list that is being made, where it takes long; until then `rows` are those before.
  var arrangement: Arrangement?
  /// Around what many rows are to be put in order next; nil: where the operator is.
  var goal: Goal?
  /// The keys of the rows that are in order, as last arranged: places may have moved since.
  var arranged: [FlowKey] = []
  /// The rows that `arranged` holds: of few all, of many those around where the operator is.
  var ordered = 0..<0

  /// Where the operator wants to go.
  enum Goal {
    case start
    case end
    case selection
  }

  /// Flows whose entries were replaced go on in their places.
  mutating func follow(_ successors: [FlowKey: FlowKey]) {
    if let key = selection, let next = successors[key] { selection = next }
    pins = pins.map { successors[$0] ?? $0 }
    for (key, next) in successors where tags.remove(key) != nil { tags.insert(next) }
    arranged = arranged.map { successors[$0] ?? $0 }
  }

  /// Lets go of the rows while nobody sees them; selection, tags and a frozen order are kept.
  mutating func rest() {
    rows = []
    sum = ListedSum()
    arrangement = nil
  }

  /// Records have come to other places, or are gone.
  mutating func follow(_ moves: PlaceMoves) {
    guard !moves.isEmpty else { return }
    rows.replaceAll { moves.place(of: $0) }
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

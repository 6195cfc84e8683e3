import Diagnosis
import FlowModel

/// Making the list, and keeping the operator where he was in it.
extension Listing {
  /// Lists the records of a moment anew, all at once.
  mutating func arrange(_ moment: Moment) {
    begin(moment)
    while !goOn(moment, places: .max) {}
  }

  /// Begins to list the records of a moment anew.
  mutating func begin(_ moment: Moment) {
    let count = moment.store.records.count
    arrangement = Arrangement(count, around: anchor(moment))
  }

  /// Looks at so many more records; true when the list is made.
  mutating func goOn(_ moment: Moment, places most: Int) -> Bool {
    guard var arrangement else { return true }
    self.arrangement = nil
    let records = moment.store.records
    var buffer = TextBuffer()
    var facts = ListedFacts(moment, pins: pins)
    let isFilter = narrows
    let (reasons, time, wallTime) = (moment.reasons, moment.store.time, moment.store.wallTime)
    let (order, listing) = (order, self)
    let places = arrangement.advance(by: most)
    records.forEach(in: places) { place, sketch in
      facts.place = place
      if facts.isOnTop { return }
      if isFilter, !listing.selects(records[place], &facts, &buffer) { return }
      let rank = reasons[place]?.rank(in: sketch.lane)
      arrangement.add(
        FlowSortKey(
          place, sketch, order, rank: rank, time: time, wallTime: wallTime,
          record: records[place]), sketch)
    }
    guard arrangement.isDone else {
      self.arrangement = arrangement
      return false
    }
    // Of a million rows those before need not stand beside the new ones.
    if !isOrderFrozen { rows = [] }
    take(arrangement.finish(), moment)
    return true
  }

  /// Whether anything but a place on top decides which flows are listed.
  private var narrows: Bool {
    ownLookups != nil || lane != nil || activeOnly || !filter.isEmpty
  }

  private func key(of place: Int, _ moment: Moment) -> FlowSortKey {
    let store = moment.store
    return FlowSortKey(
      place, of: store.records, order,
      rank: moment.reasons[place]?.rank(in: store.records.lane(at: place)), time: store.time,
      wallTime: store.wallTime)
  }

  /// Around what many rows are to be put in order: where the operator is.
  private func anchor(_ moment: Moment) -> Arrangement.Anchor {
    guard moment.isLarge, !isOrderFrozen, goal != .start else { return .start }
    if goal == .end { return .end }
    if let selection, goal == .selection || isFarDown(selectedRow),
      let place = moment.store.place(of: selection)
    {
      return .record(key(of: place, moment))
    }
    if selection == nil, isFarDown(top), rows.indices.contains(top) {
      return .record(key(of: min(rows[top], moment.store.records.count - 1), moment))
    }
    return .start
  }

  private func isFarDown(_ row: Int) -> Bool { row > Arrangement.reach / 2 }

  private mutating func take(_ made: Arrangement.Rows, _ moment: Moment) {
    let store = moment.store
    let made = isOrderFrozen ? inFormerOrder(made, of: store) : made
    let onTop = pins.compactMap { store.place(of: $0) }
    // No second copy of a million rows where nothing stands on top of them.
    rows = made.places
    if !onTop.isEmpty { rows.insert(contentsOf: onTop, at: 0) }
    sum = made.sum
    addToSum(onTop, moment)
    let start = made.ordered.lowerBound
    ordered = (start == 0 ? 0 : start + onTop.count)..<made.ordered.upperBound + onTop.count
    arranged = rows[ordered].map { store.records.key(at: $0) }
    if selection == nil, isFarDown(top) { top = made.anchor + onTop.count }
    followSelection(moment)
  }

  /// Those that stand on top whatever is asked for count where they are asked for as well.
  private mutating func addToSum(_ onTop: [Int], _ moment: Moment) {
    var buffer = TextBuffer()
    var facts = ListedFacts(moment, pins: pins)
    let records = moment.store.records
    for place in onTop where !records.hasEnded(at: place) {
      facts.place = place
      if selects(records[place], &facts, &buffer) { sum.add(records[place].rates.total) }
    }
  }

  /// Those listed before keep their order; the new ones follow.
  private mutating func inFormerOrder(
    _ made: Arrangement.Rows, of store: FlowStore
  ) -> Arrangement.Rows {
    var places = PlaceList()
    if arranged.count < rows.count {
      // Of many rows the places tell: it is the same store as before.
      swap(&places, &rows)
    } else {
      places = PlaceList(arranged.lazy.compactMap { store.place(of: $0) })
    }
    var new = PlaceSet(made.places, below: store.records.count)
    places.removeAll { !new.contains($0) }
    for place in places { new.remove(place) }
    for place in made.places where new.contains(place) { places.append(place) }
    let most = made.ordered.count
    let start = min(max(0, selectedRow - most / 2), places.count - most)
    return Arrangement.Rows(
      places: places, ordered: start..<start + most, anchor: start, sum: made.sum)
  }

  // MARK: Where the operator stands

  /// Finds the selected flow in the list; where it left, the row in its place is selected.
  private mutating func followSelection(_ moment: Moment) {
    let goal = goal
    self.goal = nil
    if let goal, goal != .selection { return select(row: goal == .end ? rows.count - 1 : 0) }
    guard let selection else { return }
    if let at = arranged.firstIndex(of: selection) {
      selectedRow = ordered.lowerBound + at
    } else if arranged.isEmpty {
      self.selection = nil
    } else if ordered.count < rows.count, goal == nil,
      let place = moment.store.place(of: selection), let row = rows.firstIndex(of: place)
    {
      // Among those in no order: they are put in order around it.
      selectedRow = row
      self.goal = .selection
      begin(moment)
    } else {
      select(row: min(max(selectedRow, ordered.lowerBound), ordered.upperBound - 1))
    }
  }

  /// The row that the selected flow is in, or nil.
  package var selectionRow: Int? { selection == nil || rows.isEmpty ? nil : selectedRow }

  /// Selects a row.
  ///
  /// One that is in no order yet is a goal: until the rows there are in order, the nearest that is gets
  /// selected.
  mutating func select(row: Int) {
    guard !arranged.isEmpty else { return }
    let row = min(max(0, row), max(rows.count, ordered.upperBound) - 1)
    if !ordered.contains(row) {
      goal = row == 0 ? .start : row == rows.count - 1 ? .end : .selection
    }
    selectedRow = min(max(row, ordered.lowerBound), ordered.upperBound - 1)
    selection = arranged[selectedRow - ordered.lowerBound]
  }
}

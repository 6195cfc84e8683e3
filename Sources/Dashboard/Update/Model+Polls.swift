import Canvas
import FlowModel

/// Taking in polls: few flows at once, many by parts, with whatever keys are pressed between them.
extension Model {
  /// How many records of a large table are gone over in one turn: some milliseconds.
  private static let recordsOfTurn = 4096
  /// How many are looked at for a list.
  private static let placesOfTurn = 16_384

  mutating func take(_ snapshot: Snapshot) {
    take(.began(PollStart(snapshot)))
    take(.flows(FlowBatch(snapshot.flows)))
    take(.ended(snapshot))
  }

  mutating func take(_ part: PollPart) {
    switch part {
    case .began(let start):
      settleAll()
      isPolling = true
      newest.begin(start)
    case .flows(let flows): newest.take(flows)
    case .again: newest.takeAgain()
    case .ended(let snapshot): close(snapshot)
    case .paced(let pace): take(pace)
    }
  }

  private mutating func take(_ pace: PollPace) {
    // What is being read is not taken away for that.
    if pace.isStretched, !hasToldOfPace, notice == nil {
      hasToldOfPace = true
      let cost = Quantity.duration(nanoseconds: pace.cost)
      let part = Int((Double(pace.cost) / Double(pace.interval) * 100).rounded())
      let every = Quantity.span(seconds: max(1, pace.interval / 1_000_000_000))
      say(
        "A poll takes \(cost) of processor time: every \(every), to stay within \(part) % of a core."
      )
    }
    self.pace = pace
  }

  private mutating func close(_ snapshot: Snapshot) {
    newest.close(snapshot)
    settling = 0
    isTaking = true
    problem = nil
    ending = nil
    if !newest.isLarge { settleAll() }
  }

  /// Ends at once the poll that is being gone over.
  mutating func settleAll() {
    while settling != nil { settle(.max) }
  }

  /// Whether there is something to go on with.
  var hasWork: Bool { settling != nil || listing.arrangement != nil || groups.making != nil }

  /// Goes on for a turn with what there is to do.
  mutating func goOn() {
    if settling != nil {
      return settle(Self.recordsOfTurn)
    }
    if listing.arrangement != nil, listing.goOn(moment, places: Self.placesOfTurn) {
      settleRows()
      fit()
      askForSeen()
    }
    if groups.making != nil { goOnGrouping(Self.placesOfTurn / 4) }
  }

  private mutating func settle(_ most: Int) {
    guard let start = settling else { return }
    let end = min(start + min(most, newest.store.records.count), newest.store.records.count)
    newest.settle(start..<end, holding: Set(listing.pins))
    settling = end
    if end == newest.store.records.count { finishPoll() }
  }

  private mutating func finishPoll() {
    settling = nil
    let moves = newest.finish()
    if frozen == nil { listing.follow(moves) }
    eventLog.take(newest)
    past.take(newest)
    trace?.take(newest)
    steady.take(newest, graphColumns: LanesView.historyColumns(size.width))
    ageNotice()
    dropTags()
    isPolling = false
    if frozen == nil {
      examine()
      rearrange()
    }
    if isResting { sayFrozen() }
  }

  /// Finds the reasons of the flows on the screen, whether or not it is their turn.
  private mutating func askForSeen() {
    guard frozen == nil, newest.isLarge else { return }
    let end = min(listing.rows.count, listing.top + max(1, size.height))
    if listing.top < end { newest.ask(listing.rows[listing.top..<end]) }
  }
}

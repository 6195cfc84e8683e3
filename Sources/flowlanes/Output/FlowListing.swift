import Canvas
import Diagnosis
import FlowModel

/// Writes snapshots to standard output, in one of three forms.
nonisolated struct FlowListing {
  private let form: ListingForm
  private let filter: FlowFilter
  private let glyphs: Glyphs
  /// Whether snapshot after snapshot is written, each with its trailer.
  private let follows: Bool
  /// Whether flows are followed from snapshot to snapshot, which one alone does not need.
  private let hasHistory: Bool
  private var facts: ReadingFacts
  private var words: FlowWords
  private var scratch = TextBuffer(reserving: 512)
  private var output = StandardOutput()
  private var number: UInt64 = 0
  /// Entries that cannot be read are told of once: what cannot be read now cannot the next time.
  private var hasWarned = false
  /// For how many more rows of this snapshot a reason is looked for.
  private var reasonsLeft = 0
  private var leavesReasonsOut = false

  /// Of how many flows the lines tell reasons: of a million finding them would take longer than all else.
  static let mostReasons = 20_000

  init(_ form: ListingForm, filter: FlowFilter, glyphs: Glyphs, follows: Bool) {
    self.form = form
    words = FlowWords(form == .json ? .json : .line)
    self.filter = filter
    self.glyphs = glyphs
    self.follows = follows
    hasHistory = follows || filter.needs.contains(.rates)
    facts = ReadingFacts(showsReason: true)
  }

  /// Takes in a snapshot that is not written, but tells rates of the next.
  mutating func prepare(_ snapshot: Snapshot) { facts.store.apply(snapshot) }

  /// Writes one snapshot.
  mutating func show(_ snapshot: Snapshot) {
    number += 1
    var trailer = SnapshotTrailer(snapshot, number: number)
    reasonsLeft = filter.isEmpty && snapshot.flows.count > Self.mostReasons ? 0 : Self.mostReasons
    leavesReasonsOut = false
    switch form {
    case .json, .lines: writeRows(snapshot, &trailer)
    case .table(let columns): writeTable(snapshot, columns, &trailer)
    }
    output.flush()
    warn(snapshot)
  }

  private mutating func writeRows(_ snapshot: Snapshot, _ trailer: inout SnapshotTrailer) {
    let isJSON = form == .json
    if !isJSON && number == 1 { output.text.appendFlowLineHeader() }
    if hasHistory { facts.store.apply(snapshot) }
    facts.diagnostician.update(snapshot)
    if isJSON || filter.needs.contains(.pins) { facts.pins = LanePins(snapshot) }
    for flow in snapshot.flows {
      let record = hasHistory ? facts.store.record(flow.key) : nil
      guard selects(flow, record, snapshot) else { continue }
      trailer.count(flow.lane)
      let rates = record?.rates ?? Rates()
      if isJSON {
        let explanation = facts.diagnostician.explain(flow, record?.history)
        let pin = facts.pins.pin(of: flow)
        output.text.append(json: flow, rates: rates, words: &words) {
          $0.append(json: explanation)
          $0.append(literal: ",\"pin\":")
          $0.append(json: pin, of: flow, record)
        }
      } else {
        let reason = reason(flow, record?.history)
        output.text.append(line: flow, rates: rates, reason: reason, words: &words)
      }
      output.flushIfFull()
    }
    guard follows else { return }
    if isJSON { output.text.append(json: trailer) } else { output.text.append(line: trailer) }
  }

  private mutating func writeTable(
    _ snapshot: Snapshot, _ columns: Int, _ trailer: inout SnapshotTrailer
  ) {
    facts.store.apply(snapshot)
    facts.diagnostician.update(snapshot)
    if filter.needs.contains(.pins) { facts.pins = LanePins(snapshot) }
    var places: [Int] = []
    for (place, record) in facts.store.records.enumerated()
    where !record.hasEnded && selects(record.flow, record, snapshot) { places.append(place) }
    let store = facts.store
    FlowOrder.glance.sort(
      &places, of: store.records, time: snapshot.time, wallTime: snapshot.wallTime)
    var table = FlowTable(glyphs: glyphs, hasRates: hasHistory)
    for place in places {
      trailer.count(store.records[place].lane)
      let record = store.records[place]
      let history = hasHistory ? record.history : nil
      table.add(record, reason(record.flow, history))
    }
    for line in table.lines(width: columns) {
      output.text.append(line)
      output.text.append("\n")
      output.flushIfFull()
    }
    let counts = Lane.allCases.map { lane in
      "\(Quantity.count(Int(trailer.counts[Int(lane.rawValue)]))) \(lane.name)"
    }
    output.text.append(counts.joined(separator: ", "))
    if let entries = snapshot.entries, let most = snapshot.maxEntries {
      output.text.append(
        "; \(Quantity.count(Int(entries))) of \(Quantity.count(Int(most))) entries")
    }
    output.text.append(follows ? "\n\n" : "\n")
  }

  private mutating func reason(_ flow: Flow, _ history: FlowHistory?) -> Reason? {
    guard reasonsLeft > 0 else {
      leavesReasonsOut = true
      return nil
    }
    reasonsLeft -= 1
    return facts.diagnostician.reason(flow, history)
  }

  private mutating func selects(_ flow: Flow, _ record: FlowRecord?, _ snapshot: Snapshot) -> Bool {
    if filter.isEmpty { return true }
    facts.turn(to: flow, record, wallTime: snapshot.wallTime)
    return filter.matches(flow, &facts, buffer: &scratch)
  }

  /// Says on standard error what a listing alone cannot: that it may not be whole.
  private mutating func warn(_ snapshot: Snapshot) {
    if leavesReasonsOut && number == 1 {
      let most = Quantity.count(Self.mostReasons)
      CommandFailure(
        "reasons are told of \(most) flows at most: a filter for fewer flows brings them", status: 0
      ).write()
    }
    // A follower sees it in the trailer.
    if snapshot.interrupted && !follows {
      CommandFailure("the table changed while it was read; some flows may be missing", status: 0)
        .write()
    }
    if snapshot.malformed > 0 && !hasWarned {
      hasWarned = true
      let example = snapshot.malformedExample.map { "; the first: \($0)" } ?? ""
      CommandFailure("\(snapshot.malformed) entries could not be read\(example)", status: 0).write()
    }
  }
}

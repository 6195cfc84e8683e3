import Canvas
import Diagnosis
import FlowModel

/// Explains flows on standard output: each with its reason, and the sums at the end.
nonisolated struct ExplanationListing {
  private let isJSON: Bool
  private let filter: FlowFilter
  private let glyphs: Glyphs
  /// Whether the way to each reason is told, too.
  private let showsSteps: Bool
  private let width: Int
  private var facts = ReadingFacts(showsReason: true)
  private var words = FlowWords(.json)
  private var output = StandardOutput()
  /// Whether there was anything to explain at all.
  private var hasSeen = false

  /// - Parameter columns: the terminal's width, or nil where nobody looks and lines stay whole.
  init(json: Bool, filter: FlowFilter, glyphs: Glyphs, showsSteps: Bool, columns: Int?) {
    isJSON = json
    self.filter = filter
    self.glyphs = glyphs
    self.showsSteps = showsSteps
    width = columns.map { max(40, $0) } ?? .max
  }

  /// Takes in a snapshot; what is explained is the last one, by the history that all have told.
  mutating func take(_ snapshot: Snapshot) {
    hasSeen = true
    facts.store.apply(snapshot)
    facts.diagnostician.update(snapshot)
    facts.pins = LanePins(snapshot)
  }

  /// Writes the explanations; without a snapshot there is nothing to be said, good or bad.
  mutating func write() {
    guard hasSeen else { return }
    var scratch = TextBuffer()
    let store = facts.store
    var places = store.records.indices.filter { !store.records[$0].hasEnded }
    FlowOrder.glance.sort(&places, of: store.records, time: store.time, wallTime: store.wallTime)
    var sums = ReasonSums()
    for place in places {
      let record = store.records[place]
      facts.turn(to: record.flow, record, wallTime: store.wallTime)
      guard filter.matches(record.flow, &facts, buffer: &scratch),
        let explanation = facts.diagnostician.explain(record.flow, record.history)
      else { continue }
      sums.count(explanation.reason, record.lane)
      if isJSON { writeJSON(record, explanation) } else { writeText(record, explanation) }
      output.flushIfFull()
    }
    if !isJSON {
      let isNarrowed = sums.isEmpty && !filter.text.isEmpty
      output.text.append(
        (isNarrowed ? "No flow that matches needs an explanation." : sums.line) + "\n")
    }
    output.flush()
  }

  private mutating func writeJSON(_ record: FlowRecord, _ explanation: Explanation) {
    output.text.append(json: record.flow, rates: record.rates, words: &words) {
      $0.append(fullJSON: explanation)
      $0.append(literal: ",\"devices\":")
      $0.append(json: facts.diagnostician.devices(of: record.flow))
    }
  }

  private mutating func writeText(_ record: FlowRecord, _ explanation: Explanation) {
    let flow = record.flow
    let arrow = " \(glyphs.arrow) "
    var title =
      "\(flow.lane.letter) \(flow.l4.name) \(flow.orig.sourceText)\(arrow)"
      + flow.orig.destinationText
    if let devices = facts.diagnostician.devices(of: flow) {
      let unknown = String(Character(glyphs.unknown))
      title += "  (\(devices.input ?? unknown)\(arrow)\(devices.output ?? unknown))"
    }
    if let rate = record.rates.total { title += "  \(Quantity.rate(rate, inBytes: false))" }
    line(title)
    field(explanation.reason.code.rawValue + ", " + explanation.reason.certainty.name)
    field(explanation.text)
    if let rule = explanation.rule {
      field("rule: \(rule.table) \(rule.chain): \(rule.line)")
    }
    if showsSteps { for step in explanation.steps { field("- " + step) } }
    for remedy in explanation.remedies {
      field("fix: " + remedy.text)
      // Whole, whatever its length: it is there to be copied.
      for part in (remedy.command ?? "").split(whereSeparator: \.isNewline) {
        line("       " + part)
      }
    }
    line("")
  }

  private mutating func field(_ text: String) {
    for (at, part) in Wrapping.lines(text, width: width == .max ? .max : width - 4).enumerated() {
      line((at == 0 ? "  " : "    ") + part)
    }
  }

  private mutating func line(_ text: String) {
    output.text.append(printable: text)
    output.text.append("\n")
  }
}

/// How many flows of each lane have which reason.
nonisolated struct ReasonSums {
  private var counts: [Lane: [ReasonCode: Int]] = [:]

  var isEmpty: Bool { counts.isEmpty }

  mutating func count(_ reason: Reason, _ lane: Lane) {
    counts[lane, default: [:]][reason.code, default: 0] += 1
  }

  /// The sums as one line: `38 slow: 21 no-rule, 9 local, 8 protocol`.
  var line: String {
    let parts = Lane.allCases.compactMap { lane -> String? in
      guard let codes = counts[lane] else { return nil }
      let total = codes.values.reduce(0, +)
      let sorted = codes.sorted {
        $0.value != $1.value ? $0.value > $1.value : $0.key.rawValue < $1.key.rawValue
      }
      let list = sorted.map { "\(Quantity.count($0.value)) \($0.key.rawValue)" }
      return "\(Quantity.count(total)) \(lane.name): " + list.joined(separator: ", ")
    }
    return parts.isEmpty
      ? "No flow needs an explanation: each is in the best lane that its machine has."
      : parts.joined(separator: "; ")
  }
}

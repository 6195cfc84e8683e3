import Canvas
import FlowModel

/// The pinned flows, as a table or as JSON.
nonisolated struct PinListing {
  private let isJSON: Bool
  private let glyphs: Glyphs
  private var table: TextTable
  private var output = StandardOutput()
  private var words = FlowWords(.json)

  init(json: Bool, glyphs: Glyphs) {
    isJSON = json
    self.glyphs = glyphs
    table = TextTable(
      ["PIN", "STANDING", "LANE", "PROTO", "SOURCE", "DESTINATION", "TOTAL", "UNTIL", "HELD BY"]
        .map { TextTable.Column(title: $0) }, ellipsis: glyphs.ellipsis)
  }

  mutating func add(_ record: FlowRecord, _ pin: LanePin, _ standing: PinStanding) {
    let flow = record.flow
    if isJSON {
      output.text.append(literal: "{\"pin\":")
      output.text.append(json: pin, standing)
      output.text.append(literal: ",\"flow\":")
      output.text.append(json: flow, rates: record.rates, words: &words) {
        $0.append(literal: "null")
      }
      output.text.bytes.removeLast()
      output.text.append(literal: "}\n")
      return
    }
    var until = TextBuffer()
    if let end = pin.until { until.append(time: end) }
    table.add([
      pin.lane.rawValue, standing.name, flow.lane.name, flow.l4.shortName, flow.orig.sourceText,
      flow.orig.destinationText, record.totalBytes.map(Quantity.bytes) ?? String(glyphs.unknown),
      String(decoding: until.bytes, as: UTF8.self), pin.means.words,
    ])
  }

  mutating func write(columns: Int?) {
    if !isJSON {
      if table.rows.isEmpty {
        output.text.append("No flow is pinned to a lane.\n")
      } else {
        for line in table.lines(width: columns ?? 200) {
          output.text.append(line)
          output.text.append("\n")
        }
      }
    }
    output.flush()
  }
}

nonisolated extension TextBuffer {
  /// Appends the pin of a flow with its standing, as far as the record of a listing tells; or null.
  mutating func append(json pin: LanePin?, of flow: Flow, _ record: FlowRecord?) {
    guard let pin else { return append(literal: "null") }
    let seen = record.map { $0.lastSeen - $0.firstSeen } ?? 0
    append(
      json: pin, pin.standing(of: flow, seen: seen, moved: record?.hasMoved ?? false))
  }

  mutating func append(json pin: LanePin, _ standing: PinStanding) {
    append(literal: "{\"lane\":")
    append(jsonString: pin.lane.rawValue)
    append(literal: ",\"standing\":")
    append(jsonString: standing.name)
    append(literal: ",\"means\":")
    append(jsonString: pin.means.words)
    append(jsonUntil: pin.until)
    append(literal: "}")
  }
}

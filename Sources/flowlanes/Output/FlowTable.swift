import Canvas
import Dashboard
import Diagnosis
import FlowModel

/// A snapshot's flows as a table for a person: slow ones first, the heaviest of them on top.
nonisolated struct FlowTable {
  private var table: TextTable
  private let glyphs: Glyphs
  /// Whether rates can be known at all: not from one poll.
  private let hasRates: Bool

  init(glyphs: Glyphs, hasRates: Bool) {
    self.glyphs = glyphs
    self.hasRates = hasRates
    // The middle of an address goes before its port does.
    let shortened = { EndpointText.fitted($0, $1, glyphs) }
    table = TextTable(
      [
        TextTable.Column(title: "LANE"),
        TextTable.Column(title: "PROTO"),
        TextTable.Column(title: "SOURCE", least: 15, good: 21, shortened: shortened),
        TextTable.Column(title: "DESTINATION", least: 15, good: 21, shortened: shortened),
        TextTable.Column(title: "TRANSLATED", rank: 4),
        TextTable.Column(title: "STATE", rank: 2),
        TextTable.Column(title: "TIMEOUT", isRight: true, rank: 5),
        TextTable.Column(title: "RATE", isRight: true, rank: 3),
        TextTable.Column(title: "TOTAL", isRight: true, rank: 1),
        TextTable.Column(title: "WHY", rank: 1),
        TextTable.Column(title: "MARK", isRight: true, rank: 6),
        TextTable.Column(title: "ZONE", isRight: true, rank: 7),
        TextTable.Column(title: "HELPER", rank: 8),
      ], ellipsis: glyphs.ellipsis)
  }

  /// Adds a flow; `reason` is why it is in no faster lane.
  mutating func add(_ record: FlowRecord, _ reason: Reason?) {
    let flow = record.flow
    let unknown = String(glyphs.unknown)
    table.add([
      flow.lane.name, flow.l4.shortName, flow.orig.sourceText, flow.orig.destinationText,
      translation(flow), flow.state?.name ?? unknown,
      flow.timeout.map { Quantity.span(seconds: UInt64($0)) } ?? unknown,
      hasRates ? record.rates.total.map { Quantity.rate($0) } ?? unknown : "",
      flow.totalBytes.map(Quantity.bytes) ?? unknown, reason?.label ?? "",
      flow.mark.map { $0 == 0 ? "" : "0x" + String($0, radix: 16) } ?? unknown,
      flow.zone.id == 0 ? "" : String(flow.zone.id), flow.helper ?? "",
    ])
  }

  func lines(width: Int) -> [String] { table.lines(width: width) }

  /// What NAT made of the ends: `src 203.0.113.1:40000, dst 10.0.2.2:80`.
  private func translation(_ flow: Flow) -> String {
    flow.translation.map { change in
      var end = flow.orig
      end.source = change.address
      end.sourcePort = change.port
      let text = flow.l4.isICMP ? change.address.text : end.sourceText
      return (change.side == .source ? "src " : "dst ") + text
    }.joined(separator: ", ")
  }
}

import Canvas
import FlowModel

/// What one column says of one flow.
struct FlowCell {
  let record: FlowRecord
  let time: UInt64
  let wallTime: UInt64
  let showsBytes: Bool
  let glyphs: Glyphs

  private var flow: Flow { record.flow }
  private var unknown: String { String(Character(glyphs.unknown)) }

  func text(_ spec: ColumnSpec) -> String {
    switch spec.column {
    case .lane: flow.lane.letter
    case .l4: flow.l4.shortName
    case .source: flow.orig.sourceText
    case .destination: flow.orig.destinationText
    case .nat: spec == .natSides ? natSides : nat
    case .state: spec == .shortState ? Self.shortened(state) : state
    case .age: age
    case .timeout: flow.timeout.map { Quantity.span(seconds: UInt64($0)) } ?? unknown
    case .origRate: rate(record.rates.orig)
    case .replyRate: rate(record.rates.reply)
    case .rate: rate(record.rates.total)
    case .total: flow.totalBytes.map(Quantity.bytes) ?? unknown
    case .packets: flow.totalPackets.map { Quantity.amount($0) } ?? unknown
    case .mark: flow.mark.map { $0 == 0 ? "0" : "0x" + String($0, radix: 16) } ?? unknown
    case .zone: String(flow.zone.id)
    }
  }

  private func rate(_ rate: Double?) -> String {
    rate.map { Quantity.rate($0, inBytes: showsBytes) } ?? unknown
  }

  /// `as` for what the source became, `to` for where the destination really is.
  private var nat: String {
    flow.translation.map { part in
      let end =
        part.side == .source
        ? flow.reply.inverted.sourceText : flow.reply.inverted.destinationText
      return (part.side == .source ? "as " : "to ") + end
    }.joined(separator: " ")
  }

  private var natSides: String {
    let sides = flow.translation.map(\.side)
    if sides.count > 1 { return "s+d" }
    return sides.first.map { $0 == .source ? "src" : "dst" } ?? ""
  }

  private var state: String {
    if record.hasEnded { return "ended" }
    if let state = flow.state { return state.name }
    if !flow.status.contains(.seenReply) { return "UNREPLIED" }
    return flow.status.contains(.assured) ? "ASSURED" : unknown
  }

  /// At most six letters, in the manner of ss(8).
  private static func shortened(_ state: String) -> String {
    switch state {
    case "ESTABLISHED": "ESTAB"
    case "SYN_SENT": "SYNSNT"
    case "SYN_RECV": "SYNRCV"
    case "FIN_WAIT": "FINWT"
    case "CLOSE_WAIT": "CLOSWT"
    case "LAST_ACK": "LSTACK"
    case "TIME_WAIT": "TIMEWT"
    case "UNREPLIED": "NOREPL"
    case "ASSURED": "ASSURD"
    default: String(state.prefix(6))
    }
  }

  private var age: String {
    let age = record.age(time: time, wallTime: wallTime)
    let text = Quantity.span(seconds: age.nanoseconds / 1_000_000_000)
    // Without the kernel's stamp the flow is at least as old as our first sight of it.
    return age.exact ? text : String(Character(glyphs.atLeast)) + text
  }
}

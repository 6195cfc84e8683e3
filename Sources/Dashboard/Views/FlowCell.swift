import Canvas
import Diagnosis
import FlowModel

/// What one column says of one flow.
struct FlowCell {
  let record: FlowRecord
  let reason: Reason?
  /// nil where no column shows them, or routing is not known.
  let devices: FlowDevices?
  /// What is shown of its rates and amounts; nil: what the poll measured.
  let figures: SteadyRow?
  /// Whether what moves with each poll is told coarsely: totals in two places, spans the coarser the longer.
  let isLive: Bool
  let pin: ShownPin?
  /// Whether the operator's own session goes by it.
  let isOwn: Bool
  let time: UInt64
  let wallTime: UInt64
  let units: Units
  let names: NameTable
  let glyphs: Glyphs

  private var flow: Flow { record.flow }
  private var unknown: String { String(Character(glyphs.unknown)) }

  /// The cell's text in a column of this width.
  func text(_ spec: ColumnSpec, width: Int) -> String {
    switch spec.column {
    case .source, .destination: EndpointText.fitted(text(spec), width, glyphs)
    case .nat: nat(width)
    case .why: why(width)
    default: FlowTableView.fitted(text(spec), width, glyphs)
    }
  }

  private func text(_ spec: ColumnSpec) -> String {
    switch spec.content {
    case .input: device(devices?.input, isHere: devices?.beginsHere)
    case .output: device(devices?.output, isHere: devices?.endsHere)
    case .flow(let column): text(column, spec)
    }
  }

  private func text(_ column: FlowColumn, _ spec: ColumnSpec) -> String {
    switch column {
    case .lane: flow.lane.letter
    case .l4: flow.l4.shortName
    case .source: names.source(of: flow.orig)
    case .destination: names.destination(of: flow.orig)
    case .nat, .why: ""
    case .state: spec == .shortState ? shortState : state
    case .age: age
    case .timeout: flow.timeout.map { span(UInt64($0)) } ?? unknown
    case .origRate: rate(figures.map { $0.orig.shown } ?? record.rates.orig)
    case .replyRate: rate(figures.map { $0.reply.shown } ?? record.rates.reply)
    case .rate: rate(figures.map { $0.total.shown } ?? record.rates.total)
    case .total: total
    case .packets: packets
    case .mark: flow.mark.map { $0 == 0 ? "0" : "0x" + String($0, radix: 16) } ?? unknown
    case .zone: String(flow.zone.id)
    }
  }

  private var total: String {
    guard let bytes = figures.map({ $0.bytes.shown }) ?? record.totalBytes else { return unknown }
    return isLive ? Quantity.roundBytes(bytes, units) : Quantity.bytes(bytes, units)
  }

  private var packets: String {
    guard let packets = figures.map({ $0.packets.shown }) ?? record.totalPackets else {
      return unknown
    }
    return isLive ? Quantity.roundAmount(packets) : Quantity.amount(packets)
  }

  private func span(_ seconds: UInt64) -> String {
    Quantity.span(seconds: isLive ? Quantity.coarse(seconds: seconds) : seconds)
  }

  private func rate(_ rate: Double?) -> String {
    rate.map { Quantity.rate($0, units) } ?? unknown
  }

  /// `as` for what the source became, `to` for where the destination really is.
  private func nat(_ width: Int) -> String {
    let parts = flow.translation.map { part in
      part.side == .source
        ? ("as ", flow.reply.inverted.sourceText) : ("to ", flow.reply.inverted.destinationText)
    }
    guard let first = parts.first else { return "" }
    guard parts.count > 1, let second = parts.last else {
      return first.0 + EndpointText.fitted(first.1, width - 3, glyphs)
    }
    // The two share the room; what one does not need the other gets.
    let room = max(0, width - 7)
    let half = max(room / 2, room - second.1.count)
    let one = EndpointText.fitted(first.1, half, glyphs)
    return first.0 + one + " " + second.0
      + EndpointText.fitted(second.1, max(0, room - one.count), glyphs)
  }

  /// The reason; in a narrow column a long one loses letters, never the sign of its certainty.
  private func why(_ width: Int) -> String {
    if record.hasEnded { return FlowTableView.fitted("ended", width, glyphs) }
    guard isOwn else { return why(in: width) }
    // Whose session it is goes before the end of a reason.
    let you = "(you)"
    let text = why(in: width - you.count - 1)
    return text.isEmpty ? FlowTableView.fitted(you, width) : "\(text) \(you)"
  }

  private func why(in width: Int) -> String {
    if let label = pin?.label(reason != nil) {
      return FlowTableView.fitted(label, max(0, width), glyphs)
    }
    guard let reason else { return "" }
    let label = reason.label
    if label.count <= width { return label }
    let sign = label.last == "?" ? "?" : ""
    let room = max(0, width - sign.count)
    return FlowTableView.fitted(reason.shownCode.rawValue, room, glyphs) + sign
  }

  var whyRole: Role {
    if isOwn { return .warning }
    if let pin, pin.standing == .failed { return .problem }
    return reason?.shownCode.canBeMended == true ? .warning : .dim
  }

  /// A device by which packets come in or go out; the router itself where they begin or end.
  private func device(_ name: String?, isHere: Bool?) -> String {
    guard let devices else { return unknown }
    let sign = devices.certainty == .certain ? "" : "?"
    return isHere == true ? "router" + sign : name.map { $0 + sign } ?? unknown
  }

  private var state: String {
    if record.hasEnded { return "ended" }
    if let state = flow.state { return state.name }
    if !flow.status.contains(.seenReply) { return "UNREPLIED" }
    return flow.status.contains(.assured) ? "ASSURED" : unknown
  }

  /// At most six letters, in the manner of ss(8); only what sets a flow apart.
  private var shortState: String {
    let state = state
    switch state {
    case "ESTABLISHED": return "ESTAB"
    case "SYN_SENT": return "SYNSNT"
    case "SYN_RECV": return "SYNRCV"
    case "FIN_WAIT": return "FINWT"
    case "CLOSE_WAIT": return "CLOSWT"
    case "LAST_ACK": return "LSTACK"
    case "TIME_WAIT": return "TIMEWT"
    case "UNREPLIED": return "NOREPL"
    case "ASSURED": return unknown
    default: return String(state.prefix(6))
    }
  }

  private var age: String {
    let age = record.age(time: time, wallTime: wallTime)
    let text = span(age.nanoseconds / 1_000_000_000)
    // Without the kernel's stamp the flow is at least as old as our first sight of it.
    return age.exact ? text : String(Character(glyphs.atLeast)) + text
  }
}

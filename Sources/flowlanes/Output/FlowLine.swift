import Diagnosis
import FlowModel

// One flow as one line of fields parted by tabs, for cut(1), awk(1) and eyes. `-` stands for what
// the kernel did not say.
nonisolated extension TextBuffer {
  /// Appends the names of the fields.
  mutating func appendFlowLineHeader() {
    append(
      """
      LANE\tPROTO\tSOURCE\tDESTINATION\tREPLY-SOURCE\tREPLY-DESTINATION\tSTATE\tTIMEOUT\
      \tPACKETS\tBYTES\tREPLY-PACKETS\tREPLY-BYTES\tRATE\tREPLY-RATE\tMARK\tZONE\tHELPER\tSTATUS\tID\tWHY\n
      """)
  }

  /// Appends the fields and the end of the line.
  ///
  /// Rates are whole bits per second. The reason is last, so that the fields before it stay what they were.
  mutating func append(line flow: Flow, rates: Rates, reason: Reason?, words: inout FlowWords) {
    append(flow.lane.name)
    tab()
    bytes.append(contentsOf: words.bytes(flow.l4))
    tab()
    append(sourceOf: flow.orig)
    tab()
    append(destinationOf: flow.orig)
    tab()
    append(sourceOf: flow.reply)
    tab()
    append(destinationOf: flow.reply)
    tab()
    if let state = flow.state { bytes.append(contentsOf: words.bytes(state)) } else { dash() }
    field(flow.timeout)
    field(flow.origCounters?.packets)
    field(flow.origCounters?.bytes)
    field(flow.replyCounters?.packets)
    field(flow.replyCounters?.bytes)
    field(rates.orig.flatMap { UInt64(exactly: $0.rounded()) })
    field(rates.reply.flatMap { UInt64(exactly: $0.rounded()) })
    field(flow.mark)
    tab()
    append(number: UInt64(flow.zone.id))
    if flow.zone.direction != .both {
      append(literal: flow.zone.direction == .orig ? "(orig)" : "(reply)")
    }
    tab()
    if let helper = flow.helper { append(printable: helper) } else { dash() }
    tab()
    bytes.append(contentsOf: words.bytes(flow.status))
    field(flow.id)
    tab()
    if let reason { append(reason.label) } else { dash() }
    append(UInt8(ascii: "\n"))
  }

  private mutating func field(_ number: (some UnsignedInteger)?) {
    tab()
    if let number { append(number: UInt64(number)) } else { dash() }
  }

  private mutating func tab() { append(UInt8(ascii: "\t")) }
  private mutating func dash() { append(UInt8(ascii: "-")) }
}

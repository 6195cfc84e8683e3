import Canvas
import FlowModel

/// How dialogs name flows.
extension Dialog {
  /// One flow with all that tells it from others.
  mutating func writeFlow(_ records: [FlowRecord]) {
    guard let record = records.first else { return }
    let flow = record.flow
    write("orig  ", flow.orig, .dialogTitle)
    if flow.isTranslated { write("reply ", flow.reply, .dialog) }
    var facts = "\(flow.l4.name), \(flow.lane.name) lane, id \(flow.id)"
    if flow.zone.id != 0 { facts += ", zone \(flow.zone.id)" }
    if let bytes = record.totalBytes {
      facts += ", \(Quantity.bytes(bytes, settings.units)) so far"
    }
    add(facts, .dialog)
  }

  /// How many flows, how they were chosen, and the busiest.
  mutating func writeMany(_ targets: Targets) {
    add(targets.choice ?? "", .dialogTitle)
    let rest = targets.keys.count > targets.busiest.count
    if rest { add("The busiest:", .dim) }
    for record in targets.busiest { write(row: record) }
  }

  /// A tuple on one line where it fits, else on two: what is about to be deleted is never cut off.
  private mutating func write(_ label: String, _ tuple: Tuple, _ role: Role) {
    let source = EndpointText.fitted(tuple.sourceText, width - label.count, glyphs)
    let arrow = " \(glyphs.arrow) "
    let whole = label + source + arrow + tuple.destinationText
    if Canvas.columns(whole) <= width { return add(line: [Span(whole, role)]) }
    let indent = String(repeating: " ", count: max(0, label.count - arrow.count)) + arrow
    let destination = EndpointText.fitted(tuple.destinationText, width - indent.count, glyphs)
    add(line: [Span(label + source, role)])
    add(line: [Span(indent + destination, role)])
  }

  /// A flow among others, on one line.
  mutating func write(row record: FlowRecord) {
    let unknown = String(Character(glyphs.unknown))
    let rate =
      record.rates.total.map { Quantity.rate($0, settings.units) } ?? unknown
    let head = PageText.aligned(rate, 11) + "  " + PageText.padded(record.flow.l4.shortName, 5)
    let arrow = " \(glyphs.arrow) "
    let you = settings.isOwn(record.flow) ? " (you)" : ""
    let room = max(0, width - Canvas.columns(head) - Canvas.columns(arrow) - you.count)
    let ends = (record.flow.orig.sourceText, record.flow.orig.destinationText)
    // What one end does not need the other gets.
    let half = max(room / 2, room - ends.1.count)
    let source = EndpointText.fitted(ends.0, half, glyphs)
    let destination = EndpointText.fitted(ends.1, max(0, room - source.count), glyphs)
    add(line: [
      Span(head, .dialog), Span(source + arrow + destination, .dialog), Span(you, .warning),
    ])
  }

  /// Why the operator's own session is asked for once more.
  mutating func writeOwn(_ question: Question) {
    if let own = question.targets.busiest.first(where: { $0.key == question.targets.own }) {
      write(row: own)
      blank()
    }
    add(
      "This flow carries the SSH session that you are working in. If it does not come back, you are"
        + " locked out of this machine: nothing here can undo that.", .warning)
    if question.targets.isOne, let first = question.consequences.first {
      blank()
      add(first, .dialog)
    }
  }
}

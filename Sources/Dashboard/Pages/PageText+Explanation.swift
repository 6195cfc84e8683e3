import Canvas
import Diagnosis
import FlowModel

extension PageText {
  /// Why one flow is in no faster lane: in full.
  mutating func writeExplanation(_ key: FlowKey, _ model: Model) {
    let moment = model.moment
    guard let record = moment.store.record(key) else { return writeGone() }
    writeTitle(record)
    let arrow = " \(model.settings.glyphs.arrow) "
    field("flow", record.flow.orig.sourceText + arrow + record.flow.orig.destinationText)
    writeWay(record, moment, model.settings.glyphs)
    if let rate = record.rates.total {
      field("rate", Quantity.rate(rate, model.settings.units))
    }
    guard let explanation = moment.diagnostician.explain(record.flow, record.history) else {
      section("No reason")
      return paragraph(Self.withoutReason(record.lane))
    }
    writeVerdict(explanation)
    if !explanation.remedies.isEmpty {
      section("What would change it")
      for remedy in explanation.remedies { write(remedy) }
    }
    writeGrounds(explanation, moment)
    if !explanation.steps.isEmpty {
      section("How it was found")
      for (at, step) in explanation.steps.enumerated() { item("\(at + 1).", step) }
    }
  }

  /// The same in a few lines, for the details of a flow.
  mutating func writeShortExplanation(_ record: FlowRecord, _ moment: Moment) {
    guard let explanation = moment.diagnostician.explain(record.flow, record.history) else {
      return
    }
    writeVerdict(explanation)
    if let rule = explanation.rule { verbatim(rule.line, indent: 4, .dim) }
    if let remedy = explanation.remedies.first { write(remedy) }
  }

  mutating func writeGone() {
    section("Flow")
    paragraph("This flow has ended and is no longer kept. Esc goes back.")
  }

  /// Protocol and lane of a flow, as the first line of its pages.
  mutating func writeTitle(_ record: FlowRecord) {
    add(
      Span(record.flow.l4.name + ", ", .title),
      Span("\(record.lane.name) lane", FlowTableView.role(of: record.lane)),
      Span(record.hasEnded ? ", ended" : "", .title))
  }

  /// The devices that the flow's packets come in and go out by.
  mutating func writeWay(_ record: FlowRecord, _ moment: Moment, _ glyphs: Glyphs) {
    guard let devices = moment.diagnostician.devices(of: record.flow) else { return }
    let unknown = String(Character(glyphs.unknown))
    let input = devices.beginsHere ? "this router" : devices.input ?? unknown
    let output = devices.endsHere ? "this router" : devices.output ?? unknown
    let doubt = devices.certainty == .certain ? "" : "  (\(devices.certainty.phrase))"
    field("way", "\(input) \(glyphs.arrow) \(output)\(doubt)")
  }

  /// Code, certainty in words, and the sentence.
  private mutating func writeVerdict(_ explanation: Explanation) {
    let reason = explanation.reason
    section(reason.code.isOfHardware ? "Why not in hardware" : "Why not faster")
    let role: Role = reason.shownCode.canBeMended ? .warning : .text
    add(Span("  " + reason.code.rawValue, role), Span(", \(reason.certainty.phrase)", .dim))
    paragraph(explanation.text)
  }

  /// The rule, device and setting that a reason rests on.
  private mutating func writeGrounds(_ explanation: Explanation, _ moment: Moment) {
    guard explanation.rule != nil || explanation.device != nil || explanation.setting != nil
    else { return }
    section("What it rests on")
    if let rule = explanation.rule {
      field("rule", "in \(rule.table), chain \(rule.chain)")
      verbatim(rule.line, indent: 13)
    }
    if let device = explanation.device {
      let link = moment.snapshot?.links.first { $0.name == device }
      field("device", device + (link.map { $0.isUp ? " (up)" : " (down)" } ?? ""))
    }
    if let setting = explanation.setting { field("setting", setting) }
  }

  private static func withoutReason(_ lane: Lane) -> String {
    switch lane {
    case .slow: "Nothing was found that tells why this flow is slow."
    case .software: "This flow is on the fast path; this machine has nothing faster for it."
    case .hardware: "Hardware forwards this flow: nothing is faster."
    }
  }

  /// What would mend something, and the command or lines for it.
  mutating func write(_ remedy: Remedy) {
    item("-", remedy.text)
    if let command = remedy.command { verbatim(command, indent: 4, .key) }
  }

  /// An entry of a list; a long one goes on below itself.
  mutating func item(_ mark: String, _ text: String, _ role: Role = .text) {
    let indent = Canvas.columns(mark) + 3
    for (at, line) in Wrapping.lines(text, width: max(10, width - indent - 2)).enumerated() {
      let head = at == 0 ? "  \(mark) " : String(repeating: " ", count: indent)
      add(Span(head, .dim), Span(line, role))
    }
  }

  /// Text that is quoted letter by letter, lines and blanks as they are: nothing of it is cut off.
  mutating func verbatim(_ text: String, indent: Int, _ role: Role = .text) {
    let margin = String(repeating: " ", count: indent)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      // A tab has no width of its own on a canvas: OpenWrt's files are indented with them.
      let line = line.exchanging("\t", for: "    ")
      for part in Wrapping.pieces(line, width: max(10, width - indent - 2)) {
        add(Span(margin), Span(part, role))
      }
    }
  }
}

extension Certainty {
  /// How sure a reason is, in the words of the pages.
  var phrase: String {
    switch self {
    case .certain: "certain"
    case .likely: "likely, not certain"
    case .unknown: "cannot be told for sure"
    }
  }
}

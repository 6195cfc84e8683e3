import Canvas
import FlowModel

extension PageText {
  /// All that is known of one flow.
  mutating func writeDetails(_ key: FlowKey, _ model: Model) {
    let moment = model.moment
    guard let record = moment.store.record(key) else { return writeGone() }
    let flow = record.flow
    writeTitle(record)
    writeTuples(flow, model.settings.glyphs)
    writeWay(record, moment, model.settings.glyphs)
    writePin(record, model)
    writeShortExplanation(record, moment)
    writeTraffic(record, model)
    writeLanes(record, model)
    writeEntry(record, model)
    writeCommands(record, moment)
    section("The same in conntrack(8)")
    paragraph(ConntrackCommand.list(flow), .dim)
    paragraph(ConntrackCommand.delete(flow), .dim)
    section("The same in nft(8)")
    paragraph("A rule that matches its packets, and one that traces them:", .text)
    verbatim(NftMatch.text(flow) + " counter", indent: 4, .dim)
    verbatim(NftMatch.text(flow) + " meta nftrace set 1", indent: 4, .dim)
  }

  private mutating func writeTraffic(_ record: FlowRecord, _ model: Model) {
    section("Traffic")
    let unknown = String(Character(model.settings.glyphs.unknown))
    func write(_ side: String, _ counters: Counters?, _ rate: Double?) {
      guard let counters else {
        return field(side, "not counted (nf_conntrack_acct was 0 when it began)")
      }
      let speed = rate.map { Quantity.rate($0, model.settings.units) } ?? unknown
      let packets = Quantity.count(Int(clamping: counters.packets))
      add(
        Span("  " + Self.padded(side, 11), .dim),
        Span(Self.aligned(speed, 10), (rate ?? 0) > 0 ? .rate : .text),
        Span(Self.aligned(Quantity.bytes(counters.bytes, model.settings.units), 11)),
        Span(Self.aligned(packets, 14)), Span(" packets", .dim))
    }
    write("orig", record.origCounters, record.rates.orig)
    write("reply", record.replyCounters, record.rates.reply)
    writeGraph(record, model)
    if record.lane != .slow && record.rates.total == nil && record.flow.origCounters != nil {
      paragraph(
        "Its counters stand still; without the flowtable's counter flag they always do.", .warning)
    }
  }

  private mutating func writeEntry(_ record: FlowRecord, _ model: Model) {
    let flow = record.flow
    let unknown = String(Character(model.settings.glyphs.unknown))
    section("Entry")
    let age = record.age(time: model.shown.time, wallTime: model.shown.wallTime)
    let span = Quantity.span(seconds: age.nanoseconds / 1_000_000_000)
    pair(
      ("state", flow.state?.name ?? unknown),
      ("timeout", flow.timeout.map { Quantity.span(seconds: UInt64($0)) } ?? unknown))
    pair(("id", String(flow.id)), ("age", age.exact ? span : "\(span) since first seen"))
    pair(
      ("mark", flow.mark.map { "0x" + String($0, radix: 16) } ?? unknown),
      ("use", flow.use.map { String($0) } ?? unknown))
    if flow.zone.id != 0 { field("zone", "\(flow.zone.id), \(flow.zone.direction) direction") }
    if let helper = flow.helper { field("helper", helper) }
    if let context = flow.extras?.securityContext { field("secctx", context) }
    if let labels = flow.extras?.labels {
      field("labels", labels.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }
    var label = "  status     "
    // The highest bits first: those of the lanes are among them.
    for (bit, name) in Status.names.reversed() where flow.status.contains(bit) {
      add(Span(label, .dim), Span(Self.padded(name, 14)), Span(bit.meaning, .dim))
      label = "             "
    }
  }
}

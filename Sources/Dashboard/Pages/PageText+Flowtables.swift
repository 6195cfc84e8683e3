import Canvas
import Diagnosis
import FlowModel

extension PageText {
  /// The flowtables of the ruleset: devices, rules, what is wrong with them, what changed.
  mutating func writeFlowtables(_ model: Model) {
    section("Flowtables")
    let moment = model.moment
    guard let tables = moment.snapshot?.flowtables, let reviews = model.reviews else {
      paragraph(moment.snapshot?.flowtableProblem ?? "The flowtables are not known yet.")
      return
    }
    if tables.isEmpty { paragraph("There is none: every flow takes the slow path.", .warning) }
    for review in reviews {
      blank()
      write(review, moment.snapshot?.ruleset, model.settings.glyphs)
    }
    let more = tables.count - reviews.count
    if more > 0 {
      blank()
      paragraph("And \(Quantity.count(more)) more; `flowlanes flowtables` lists them all.")
    }
    if !tables.isEmpty {
      writeFlows(moment.store.totals)
      if let machine = moment.snapshot?.machine { writeTimeouts(machine) }
    }
    writeDrift(moment.drift, model)
  }

  private mutating func write(_ review: FlowtableReview, _ ruleset: Ruleset?, _ glyphs: Glyphs) {
    let table = review.flowtable
    add(Span("  \(table.family) \(table.table) "), Span(table.name, .key))
    // What is wrong stands first: it is what the page was opened for.
    for finding in review.findings { write(finding) }
    field(
      "hook", "\(table.hook == 0 ? "ingress" : String(table.hook)), priority \(table.priority)")
    field("offload", table.flags.contains(.offload) ? "hardware (flags offload)" : "software only")
    field(
      "counter", table.flags.contains(.counter) ? "yes" : "no: rates of its flows are unknown",
      table.flags.contains(.counter) ? .text : .warning)
    writeRules(review, ruleset, glyphs)
    writeDevices(review)
  }

  private mutating func writeDevices(_ review: FlowtableReview) {
    if review.devices.isEmpty { field("devices", "none", .warning) }
    for (at, device) in review.devices.prefix(Self.mostDevices).enumerated() {
      let isAsItShould = [.up, .pattern, .unknown].contains(device.state)
      field(
        at == 0 ? "devices" : "",
        device.state == .unknown ? device.name : "\(device.name) (\(device.state.rawValue))",
        isAsItShould ? .text : .warning)
    }
    let more = review.devices.count - Self.mostDevices
    if more > 0 { field("", "and \(Quantity.count(more)) more") }
  }

  /// The rules that offload to it, as far as the ruleset was read.
  private mutating func writeRules(
    _ review: FlowtableReview, _ ruleset: Ruleset?, _ glyphs: Glyphs
  ) {
    let table = review.flowtable
    guard let count = review.rules ?? table.use.map(Int.init) else {
      return field("rules", String(Character(glyphs.unknown)))
    }
    switch count {
    case 0: field("rules", "no rule offloads to it", .warning)
    case 1: field("rules", "1 rule offloads to it")
    default: field("rules", "\(Quantity.count(count)) rules offload to it")
    }
    for rule in (ruleset?.rules(offloadingTo: table) ?? []).prefix(Self.mostRules) {
      let text = rule.text ?? "flow add @\(table.name)"
      verbatim("chain \(rule.chain): \(text) # handle \(rule.handle)", indent: 13, .dim)
    }
  }

  /// The kernel tells of no flow which flowtable it is in: the lanes of all.
  private mutating func writeFlows(_ totals: LaneTotals) {
    blank()
    let flows = Lane.allCases
      .map { "\(Quantity.count(totals[$0].flows)) \($0.name)" }
      .joined(separator: ", ")
    paragraph("Flows in all: \(flows)")
  }

  /// How long a flow may be idle before it leaves its flowtable: one setting for all tables.
  private mutating func writeTimeouts(_ machine: Machine) {
    let timeouts = [("TCP", "nf_flowtable_tcp_timeout"), ("UDP", "nf_flowtable_udp_timeout")]
      .compactMap { name, setting in machine.setting(setting).map { "\(name) \($0) s" } }
    guard !timeouts.isEmpty else { return }
    paragraph("An idle flow goes back to the slow path after: " + timeouts.joined(separator: ", "))
  }

  /// What changed while we watched, the newest first.
  private mutating func writeDrift(_ drift: Drift, _ model: Model) {
    guard let since = drift.since else { return }
    let offset = model.settings.timeZoneOffset
    section("Changed since \(Clock(wallTime: since, offset: offset).text)")
    if let last = drift.rulesetChanged {
      let clock = Clock(wallTime: last, offset: offset).text
      let count = Quantity.count(drift.rulesetChanges)
      field(
        clock,
        "the ruleset" + (drift.rulesetChanges == 1 ? "" : " (\(count) times so far)"))
    }
    for event in drift.events.reversed() {
      field(
        Clock(wallTime: event.wallTime, offset: offset).text, event.text,
        event.isLoss ? .warning : .text)
    }
    if drift.events.isEmpty && drift.rulesetChanged == nil { paragraph("Nothing.", .dim) }
  }

  /// The page is written anew at each drawing, so a recording may not make it endless.
  static let mostFlowtables = 256
  private static let mostRules = 32
  /// A flowtable has at most 256 devices: `NFT_NETDEVICE_MAX` of `nf_tables_api.c`.
  private static let mostDevices = 256
}

extension Ruleset {
  /// The rules that offload to a flowtable, in the order of the ruleset.
  fileprivate func rules(offloadingTo flowtable: Flowtable) -> [Rule] {
    rules.filter { rule in
      rule.table.name == flowtable.table && rule.table.family.name == flowtable.family
        && rule.expressions.contains(.flowOffload(flowtable.name))
    }
  }
}

import Canvas
import FlowModel

extension PageText {
  /// The flowtables of the ruleset, with their devices.
  mutating func writeFlowtables(_ model: Model) {
    section("Flowtables")
    guard let tables = model.status?.flowtables else {
      paragraph(model.status?.flowtableProblem ?? "The flowtables are not known yet.")
      return
    }
    if tables.isEmpty { paragraph("There is none: every flow takes the slow path.", .warning) }
    let links = Dictionary(
      (model.status?.links ?? []).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for table in tables.prefix(Self.mostFlowtables) {
      blank()
      add(Span("  \(table.family) \(table.table) "), Span(table.name, .key))
      field(
        "hook", "\(table.hook == 0 ? "ingress" : String(table.hook)), priority \(table.priority)")
      field(
        "offload", table.flags.contains(.offload) ? "hardware (flags offload)" : "software only")
      field(
        "counter", table.flags.contains(.counter) ? "yes" : "no: rates of its flows are unknown",
        table.flags.contains(.counter) ? .text : .warning)
      field("use", use(table, model))
      if table.devices.isEmpty { field("devices", "none", .warning) }
      for (at, device) in table.devices.prefix(Self.mostDevices).enumerated() {
        let state: String? =
          links.isEmpty ? nil : links[device].map { $0.isUp ? "up" : "down" } ?? "missing"
        field(
          at == 0 ? "devices" : "", state.map { "\(device) (\($0))" } ?? device,
          state == nil || state == "up" ? .text : .warning)
      }
      let more = table.devices.count - Self.mostDevices
      if more > 0 { field("", "and \(Quantity.count(more)) more") }
    }
    let more = tables.count - Self.mostFlowtables
    if more > 0 {
      blank()
      paragraph("And \(Quantity.count(more)) more; `flowlanes flowtables` lists them all.")
    }
    if !tables.isEmpty, let machine = model.status?.machine { writeTimeouts(machine) }
  }

  private func use(_ table: Flowtable, _ model: Model) -> String {
    switch table.use {
    case nil: String(Character(model.settings.glyphs.unknown))
    case 0: "no rule offloads to it"
    case 1: "1 rule offloads to it"
    case let count?: "\(count) rules offload to it"
    }
  }

  /// How long a flow may be idle before it leaves its flowtable: one setting for all tables.
  private mutating func writeTimeouts(_ machine: Machine) {
    let timeouts = [("TCP", "nf_flowtable_tcp_timeout"), ("UDP", "nf_flowtable_udp_timeout")]
      .compactMap { name, setting in machine.setting(setting).map { "\(name) \($0) s" } }
    guard !timeouts.isEmpty else { return }
    blank()
    paragraph("An idle flow goes back to the slow path after: " + timeouts.joined(separator: ", "))
  }

  /// The page is written anew at each drawing, so a recording may not make it endless.
  private static let mostFlowtables = 256
  /// A flowtable has at most 256 devices: `NFT_NETDEVICE_MAX` of `nf_tables_api.c`.
  private static let mostDevices = 256
}

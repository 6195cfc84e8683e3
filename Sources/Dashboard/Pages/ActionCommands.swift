import FlowModel

/// The commands of conntrack(8) and nft(8) that come nearest to an action: to audit, to learn from.
enum ActionCommands {
  static func of(
    _ action: FlowAction, _ flow: Flow, pin: LanePin?, fastPath: FastPath, hasTable: Bool = false,
    seconds: UInt64? = nil
  ) -> [String] {
    switch action {
    case .flush: [ConntrackCommand.delete(flow)]
    case .reset: anew(flow)
    case .pin(.slow, _): slow(flow)
    case .pin(.fast, _): (hasTable ? [] : [table(fastPath)]) + [element(flow, seconds)]
    case .unpin:
      if pin?.means == .table {
        ["nft 'delete element \(name) \(LanePins.fastSet) { \(flow.id) }'"] + anew(flow)
      } else {
        anew(flow)
      }
    }
  }

  private static let name = "\(LanePins.table.family.name) \(LanePins.table.name)"

  /// conntrack(8) takes two steps, and what comes between them finds no entry.
  private static func anew(_ flow: Flow) -> [String] {
    [ConntrackCommand.delete(flow), ConntrackCommand.insert(flow)]
  }

  private static func slow(_ flow: Flow) -> [String] {
    // No option of conntrack(8) names a helper or a sequence adjustment.
    anew(flow) + ["# with CTA_HELP or CTA_SEQ_ADJ_ORIG and _REPLY, for which it has no option"]
  }

  private static func table(_ path: FastPath) -> String {
    let devices = path.devices.map(quoted).joined(separator: ", ")
    let flags = path.triesHardware ? " flags offload;" : ""
    return "nft 'table \(name) { flowtable \(LanePins.fastSet) { hook ingress priority 10;"
      + " devices = { \(devices) };\(flags) counter; };"
      + " set \(LanePins.fastSet) { typeof ct id; flags timeout; };"
      + " chain \(LanePins.chain) { type filter hook forward priority 10;"
      + " ct state established ct id @\(LanePins.fastSet) flow add @\(LanePins.fastSet); }; }'"
  }

  private static func element(_ flow: Flow, _ seconds: UInt64?) -> String {
    let time = seconds.map { $0 + LanePins.grace } ?? LanePins.endless
    return "nft 'add element \(name) \(LanePins.fastSet) { \(flow.id) timeout \(time)s }'"
  }

  /// A device's name as nft(8) takes it between the quotes of a shell; `?` for what could end them.
  private static func quoted(_ device: String) -> String {
    let isPlain = device.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f: true
      default: false
      }
    }
    guard !isPlain else { return device }
    // By scalars: quotes that a combining mark follows are quotes to nft(8) and a shell.
    let harmless = "'\"\\".unicodeScalars.reduce(device) { $0.exchanging($1, for: "?") }
    return "\"\(harmless)\""
  }
}

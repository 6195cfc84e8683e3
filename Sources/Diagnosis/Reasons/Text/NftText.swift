import FlowModel

/// Commands of nft(8), each one line for a shell.
enum NftText {
  /// nft(8) with one argument, quoted: braces, stars and names of others are safe in it.
  static func command(_ statement: String) -> String { "nft " + ShellText.quoted(statement) }

  /// A table of its own that offloads what the ruleset has accepted.
  static func ownTable(devices: [String]) -> String {
    command(
      "add table inet fastpath; "
        + "add flowtable inet fastpath f { hook ingress priority 0; devices = { \(list(devices)) }; "
        + "counter; }; "
        + "add chain inet fastpath forward { type filter hook forward priority filter + 10; }; "
        + "add rule inet fastpath forward meta l4proto { tcp, udp } ct state established flow add @f"
    )
  }

  /// Adds devices to a flowtable.
  ///
  /// With its flags: nft(8) always sends them, and one without `counter` would end its counting.
  static func addDevices(_ devices: [String], to flowtable: Flowtable) -> String {
    let flags =
      (flowtable.flags.contains(.offload) ? " flags offload;" : "")
      + (flowtable.flags.contains(.counter) ? " counter;" : "")
    return command(
      "add flowtable \(flowtable.family) \(flowtable.table) \(flowtable.name) "
        + "{ hook ingress priority \(flowtable.priority); devices = { \(list(devices)) };\(flags) }"
    )
  }

  /// Puts a rule before another one of the same chain.
  static func insert(before rule: Ruleset.Rule, _ text: String) -> String {
    command("insert rule \(rule.table.text) \(rule.chain) position \(rule.handle) \(text)")
  }

  /// Puts a rule first in a chain.
  static func insert(into chain: Ruleset.Chain, _ text: String) -> String {
    command("insert rule \(chain.table.text) \(chain.name) \(text)")
  }

  private static func list(_ devices: [String]) -> String {
    devices.map(ShellText.device).joined(separator: ", ")
  }
}

/// Settings of OpenWrt's firewall.
enum OpenWrtText {
  /// Turns `flow_offloading` or `flow_offloading_hw` on.
  static func offloading(_ options: String...) -> String {
    (options.map { "uci set firewall.@defaults[0].\($0)='1'" }
      + ["uci commit firewall", "service firewall restart"]).joined(separator: " && ")
  }
}

extension FlowCase {
  /// The devices that a flowtable must list for this flow, as far as they are known: the lowest ones of
  /// its way, and on old kernels those of its routes.
  var wantedDevices: [String] {
    var result: [String] = []
    for direction in [Ruleset.CtDirection.original, .reply] {
      for name in wantedDevices(direction) where !result.contains(name) { result.append(name) }
    }
    return result
  }

  func wantedDevices(_ direction: Ruleset.CtDirection) -> [String] {
    let answer = direction == .original ? path.input : path.output
    let far = direction == .original ? flow.orig.source : flow.reply.source
    guard case .device(let device, let gateway)? = answer.targets.first,
      let link = around.links[device]
    else { return [] }
    guard around.behavior.looksBelow != false else { return [link.name] }
    let below = around.links.ends(of: link, towards: gateway ?? far, by: device)
    return below.isComplete && !below.ends.isEmpty ? below.ends.map(\.name) : [link.name]
  }

  /// What matches this flow's own orig direction in a rule: `tcp dport 443`.
  var matchText: String {
    switch flow.l4 {
    case .tcp, .udp: "\(flow.l4.name) dport \(flow.reply.sourcePort)"
    default: "meta l4proto \(flow.l4.rawValue)"
    }
  }
}

import FlowModel

/// What nft(8) would do, each with one line for a shell.
///
/// Names come from outside, and a command that is shown may be pasted: where a name in it cannot be
/// written, there is advice alone.
enum NftText {
  /// A table of its own that offloads what the ruleset has accepted.
  static func ownTable(_ advice: String, devices: [String]) -> Remedy {
    remedy(
      advice,
      list(devices).map {
        "add table inet fastpath; "
          + "add flowtable inet fastpath f { hook ingress priority 0; devices = { \($0) }; "
          + "counter; }; "
          + "add chain inet fastpath forward { type filter hook forward priority filter + 10; }; "
          + "add rule inet fastpath forward \(NftCommand.offloadMatch) flow add @f"
      })
  }

  /// Adds devices to a flowtable.
  ///
  /// With its flags: nft(8) always sends them, and one without `counter` would end its counting.
  static func addDevices(_ advice: String, _ devices: [String], to flowtable: Flowtable) -> Remedy {
    guard let table = NftCommand.table(flowtable.family, flowtable.table),
      let name = NftCommand.word(flowtable.name), let list = list(devices)
    else { return remedy(advice, nil) }
    let flags =
      (flowtable.flags.contains(.offload) ? " flags offload;" : "")
      + (flowtable.flags.contains(.counter) ? " counter;" : "")
    return remedy(
      advice,
      "add flowtable \(table) \(name) "
        + "{ hook ingress priority \(flowtable.priority); devices = { \(list) };\(flags) }")
  }

  /// Puts a rule that offloads what matches before another one of the same chain.
  static func insert(
    _ advice: String, before rule: Ruleset.Rule, _ match: String, flowtable: String
  ) -> Remedy {
    remedy(
      advice,
      command: NftCommand.insertRule(
        rule.table, rule.chain, matching: match, flowtable: flowtable, before: rule.handle))
  }

  /// Puts a rule that offloads what matches first in a chain.
  static func insert(
    _ advice: String, into chain: Ruleset.Chain, _ match: String, flowtable: String
  ) -> Remedy {
    remedy(
      advice,
      command: NftCommand.insertRule(
        chain.table, chain.name, matching: match, flowtable: flowtable))
  }

  /// nft(8) with one argument, quoted: braces and stars are safe in it.
  private static func remedy(_ advice: String, _ statement: String?) -> Remedy {
    remedy(advice, command: statement.map { "nft " + ShellText.quoted($0) })
  }

  private static func remedy(_ advice: String, command: String?) -> Remedy {
    guard let command else {
      return Remedy(advice + " No command is shown: a name in it could not be written safely.")
    }
    return Remedy(advice, command: command)
  }

  private static func list(_ devices: [String]) -> String? {
    let names = devices.compactMap(ShellText.device)
    return names.count == devices.count ? names.joined(separator: ", ") : nil
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

import FlowModel

/// Commands of nft(8) as a shell takes them.
///
/// Each is nil where a name in it cannot be written: names come from outside, and a command that is
/// printed may be pasted.
enum NftCommand {
  /// A name as nft(8), ip(8) and a shell take it bare; nil when it would need quotes.
  static func word(_ name: String) -> String? {
    guard let first = name.utf8.first, isLetter(first) else { return nil }
    let isPlain = name.utf8.allSatisfy {
      isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x5f || $0 == 0x2e || $0 == 0x2d
    }
    return isPlain ? name : nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte) || (0x41...0x5a).contains(byte)
  }

  /// All of several names, or nil.
  static func words(_ names: [String]) -> [String]? {
    let words = names.compactMap { word($0) }
    return words.count == names.count ? words : nil
  }

  static func table(_ family: String, _ name: String) -> String? {
    word(name).map { "\(family) \($0)" }
  }

  /// Makes a flowtable, or changes one that is there: adds devices, sets flags.
  ///
  /// nft(8) always sends the flags: one that is there and not named loses `counter`.
  static func addFlowtable(_ flowtable: Flowtable, flags: Flowtable.Flags? = nil) -> String? {
    guard let table = table(flowtable.family, flowtable.table), let name = word(flowtable.name),
      let devices = list(flowtable.devices)
    else { return nil }
    var text = "nft add flowtable \(table) \(name)"
    text += " '{ hook ingress priority \(flowtable.priority); devices = \(devices);"
    if let flags {
      if flags.contains(.offload) { text += " flags offload;" }
      if flags.contains(.counter) { text += " counter;" }
    }
    return text + " }'"
  }

  private static func list(_ devices: [String]) -> String? {
    var words: [String] = []
    for device in devices {
      // A pattern is written in quotes.
      let isPattern = device.hasSuffix("*")
      guard let word = word(isPattern ? String(device.dropLast()) : device) else { return nil }
      words.append(isPattern ? "\"\(device)\"" : word)
    }
    return words.isEmpty ? nil : "{ \(words.joined(separator: ", ")) }"
  }

  /// The rule that offloads what a flowtable can take.
  static let offloadMatch = "meta l4proto { tcp, udp } ct state established"

  /// Puts a rule that offloads what matches at the beginning of a chain, or before a rule of it.
  static func insertRule(
    _ table: Ruleset.TableName, _ chain: String, matching match: String = offloadMatch,
    flowtable: String, before handle: UInt64? = nil
  ) -> String? {
    guard let tableName = self.table(table.family.name, table.name), let chain = word(chain),
      let flowtable = word(flowtable)
    else { return nil }
    let place = handle.map { " position \($0)" } ?? ""
    return "nft 'insert rule \(tableName) \(chain)\(place) \(match) flow add @\(flowtable)'"
  }

  static func deleteRule(_ rule: Ruleset.Rule) -> String? {
    guard let table = table(rule.table.family.name, rule.table.name),
      let chain = word(rule.chain)
    else { return nil }
    return "nft delete rule \(table) \(chain) handle \(rule.handle)"
  }

  /// A base chain at the forward hook.
  static func addForwardChain(_ table: Ruleset.TableName, _ name: String) -> String? {
    guard let tableName = self.table(table.family.name, table.name), let name = word(name) else {
      return nil
    }
    return "nft 'add chain \(tableName) \(name) { type filter hook forward priority filter; }'"
  }

  /// Several commands, one a line; nil when one of them cannot be written.
  static func lines(_ commands: [String?]) -> String? {
    let written = commands.compactMap { $0 }
    return written.count == commands.count ? written.joined(separator: "\n") : nil
  }
}

/// Commands for OpenWrt, whose firewall is made from /etc/config/firewall.
enum OpenWrtCommand {
  /// Turns on offloading, in hardware too if wanted.
  static func offload(hardware: Bool) -> String {
    var lines = ["uci set firewall.@defaults[0].flow_offloading='1'"]
    if hardware { lines.append("uci set firewall.@defaults[0].flow_offloading_hw='1'") }
    lines += ["uci commit firewall", "/etc/init.d/firewall restart"]
    return lines.joined(separator: "\n")
  }

  /// The same as lines of the file.
  static func configuration(hardware: Bool) -> String {
    "config defaults\n\toption flow_offloading '1'"
      + (hardware ? "\n\toption flow_offloading_hw '1'" : "")
  }

  static let restart = "/etc/init.d/firewall restart"
}

/// Commands of sysctl(8).
enum SysctlCommand {
  /// Sets a setting now and for the next start.
  static func set(_ name: String, _ value: String) -> String {
    "sysctl -w \(name)=\(value)\necho '\(name) = \(value)' >> /etc/sysctl.d/90-offload.conf"
  }
}

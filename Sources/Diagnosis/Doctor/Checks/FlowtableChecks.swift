import FlowModel

// Flowtables and their devices.
extension Examination {
  /// Whether there is a flowtable at all.
  func anyFlowtable() -> [Check] {
    guard let all = snapshot.flowtables else { return [] }
    guard all.isEmpty else {
      let names = all.map(\.label)
      return [
        Check(
          "flowtable", .pass,
          names.count == 1
            ? "There is a flowtable: \(names[0])." : "There are flowtables: \(names.listed).")
      ]
    }
    return [
      Check(
        "flowtable", .fail, "No flowtable is configured, so every flow takes the slow path.",
        offloadingRemedies())
    ]
  }

  /// What makes a flowtable and the rule for it, out of the devices and chains that there are.
  private func offloadingRemedies() -> [Remedy] {
    if isOpenWrt { return openWrtRemedies(hardware: false) }
    let devices = hookDevices()
    guard devices.count > 1 else {
      return [
        Remedy(
          "Let flowlanes write a ruleset for the devices that packets are forwarded between.",
          command: "flowlanes setup --devices LAN,WAN")
      ]
    }
    let host = snapshot.ruleset.flatMap { Self.forwardChain($0) }
    let table = host?.table ?? Ruleset.TableName(.inet, "fastpath")
    let chain = host?.name ?? "forward"
    let flowtable = Flowtable(
      family: table.family.name, table: table.name, name: "f", devices: devices)
    let commands = NftCommand.lines(
      (host == nil
        ? [
          NftCommand.table(table.family.name, table.name).map { "nft add table \($0)" },
          NftCommand.addForwardChain(table, chain),
        ] : []) + [
          NftCommand.addFlowtable(flowtable, flags: .counter),
          NftCommand.insertRule(table, chain, flowtable: "f"),
        ])
    return [
      Remedy("Make a flowtable, and a rule that offloads to it.", command: commands),
      Remedy(
        "Or print a whole ruleset to start from.",
        command: NftCommand.lines([
          NftCommand.words(devices).map { "flowlanes setup --devices \($0.joined(separator: ","))" }
        ])),
    ]
  }

  func openWrtRemedies(hardware: Bool) -> [Remedy] {
    [
      Remedy("Turn on flow offloading.", command: OpenWrtCommand.offload(hardware: hardware)),
      Remedy(
        "Or write it into /etc/config/firewall.",
        command: OpenWrtCommand.configuration(hardware: hardware)),
    ]
  }

  /// The devices that a flowtable needs for what is routed: the ports of bridges, what is below VLANs.
  func hookDevices() -> [String] {
    var found: [String] = []
    for link in routedLinks {
      for name in hookDevices(below: link, depth: 0) where !found.contains(name) {
        found.append(name)
      }
    }
    return found
  }

  func hookDevices(below link: Link, depth: Int) -> [String] {
    guard depth < 4 else { return [link.name] }
    switch link.kind {
    case "vlan":
      guard let lower = link.lower.flatMap({ self.link($0) }) else { return [link.name] }
      return hookDevices(below: lower, depth: depth + 1)
    case "bridge":
      let ports = ports(of: link)
      guard !ports.isEmpty else { return [link.name] }
      return ports.flatMap { hookDevices(below: $0, depth: depth + 1) }
    default: return [link.name]
    }
  }

  /// A chain at the forward hook in which an offloading rule would see every packet.
  static func forwardChain(_ ruleset: Ruleset) -> Ruleset.Chain? {
    let dormant = Set(ruleset.tables.filter(\.isDormant).map(\.name))
    let chains = ruleset.chains.filter {
      $0.hangsAtForward() && $0.type == "filter"
        && [.inet, .ip, .ip6].contains($0.table.family) && !dormant.contains($0.table)
    }
    return chains.first { $0.table.family == .inet } ?? chains.first { $0.table.family == .ip }
  }

  // MARK: Devices of one flowtable

  /// Whether a flowtable's devices are there.
  func missingDevices(_ flowtable: Flowtable) -> [Check] {
    let id = "flowtable-devices"
    if flowtable.devices.isEmpty {
      return [
        Check(
          id, .fail, "Flowtable \(flowtable.label) has no devices, so no packet finds it.",
          devicesRemedies(flowtable, adding: hookDevices()))
      ]
    }
    guard !snapshot.links.isEmpty else { return [] }
    let missing = flowtable.devices.filter { name in
      !snapshot.links.contains { name.names($0.name) }
    }
    guard !missing.isEmpty else { return [] }
    let left = flowtable.devices.count - missing.count
    let unlisted = uncovered(flowtable).flatMap { hookDevices(below: $0, depth: 0) }
    let isBroken = left < 2 || !unlisted.isEmpty
    let verb = missing.count == 1 ? "is" : "are"
    return [
      Check(
        id, isBroken ? .fail : .warn,
        "\(missing.listed) of flowtable \(flowtable.label) \(verb) not there.",
        unlisted.isEmpty
          ? [Remedy("Bring \(missing.listed) back; its hook comes back with it.")]
          : devicesRemedies(flowtable, adding: unlisted))
    ]
  }

  /// Whether a flowtable's devices are up.
  func downDevices(_ flowtable: Flowtable) -> [Check] {
    let known = flowtable.devices.compactMap { link($0) }
    let down = known.filter { !$0.isUp }
    guard !down.isEmpty else { return [] }
    let isBroken = known.count - down.count < 2 && flowtable.devices.count == known.count
    let names = down.map(\.name)
    return [
      Check(
        "device-down", isBroken ? .fail : .warn,
        "\(names.listed) of flowtable \(flowtable.label) \(names.count == 1 ? "is" : "are") down.",
        [
          Remedy(
            "Bring \(names.count == 1 ? "it" : "them") up.",
            command: NftCommand.lines(
              names.map { NftCommand.word($0).map { "ip link set \($0) up" } }))
        ])
    ]
  }

  /// Routed devices whose packets surely pass no hook of a flowtable.
  private func uncovered(_ flowtable: Flowtable) -> [Link] {
    routedLinks.filter { covers(flowtable, $0) == false }
  }

  /// Whether the flowtables hook the devices that packets are forwarded between.
  ///
  /// A device more may be left out on purpose; the way out, or all ways but one, may not.
  func coverage() -> [Check] {
    let id = "device-coverage"
    let tables = flowtables.filter { !$0.devices.isEmpty }
    guard let main = tables.max(by: { coveredCount($0) < coveredCount($1) }) else { return [] }
    let exits = defaultLinks.filter { link in
      tables.allSatisfy { covers($0, link) == false }
    }
    if !exits.isEmpty {
      let names = exits.map(\.name)
      return [
        Check(
          id, .fail,
          "The default route leaves by \(names.listed), which "
            + "\(names.count == 1 ? "is" : "are") in no flowtable: what goes out there"
            + " takes the slow path.",
          devicesRemedies(main, adding: exits.flatMap { hookDevices(below: $0, depth: 0) }))
      ]
    }
    let routed = routedLinks
    let outside = uncovered(main)
    if routed.count > 1, routed.count - outside.count < 2, !outside.isEmpty {
      let inside = routed.filter { !outside.contains($0) }.map(\.name)
      let names = outside.map(\.name)
      return [
        Check(
          id, .fail,
          "Flowtable \(main.label) hooks \(inside.isEmpty ? "none" : "only \(inside.listed)") of the"
            + " devices that packets are forwarded between: \(names.listed) "
            + "\(names.count == 1 ? "is" : "are") not in it.",
          devicesRemedies(main, adding: outside.flatMap { hookDevices(below: $0, depth: 0) }))
      ]
    }
    let inside = routed.filter { !outside.contains($0) }.map(\.name)
    guard inside.count > 1 else { return [] }
    return [
      Check(id, .pass, "Packets between \(inside.listed) pass the hooks of a flowtable.")
    ]
  }

  private func coveredCount(_ flowtable: Flowtable) -> Int {
    routedLinks.count { covers(flowtable, $0) != false }
  }

  func devicesRemedies(_ flowtable: Flowtable, adding devices: [String]) -> [Remedy] {
    if isOpenWrt && flowtable.table == "fw4" {
      return [
        Remedy(
          "Put the device into a network and a zone of the firewall, which then adds it.",
          command: OpenWrtCommand.restart)
      ]
    }
    guard !devices.isEmpty else { return [] }
    var addition = flowtable
    addition.devices = devices
    return [
      Remedy(
        "Add \(devices.listed) to the flowtable.",
        command: NftCommand.addFlowtable(addition, flags: addition.flags))
    ]
  }

  // MARK: What else is said of one flowtable

  /// Whether a flowtable counts what it forwards.
  func counter(_ flowtable: Flowtable) -> [Check] {
    guard !flowtable.flags.contains(.counter) else { return [] }
    let command = NftCommand.addFlowtable(flowtable, flags: flowtable.flags.union(.counter))
    return [
      Check(
        "flowtable-counter", .warn,
        "Flowtable \(flowtable.label) does not count: the rates of its flows are unknown.",
        isOpenWrt && flowtable.table == "fw4"
          ? [
            Remedy("Let it count until the firewall restarts.", command: command),
            Remedy("For good: a newer firewall4, which sets the flag by itself."),
          ]
          : [Remedy("Let it count, here and in the file of your ruleset.", command: command)])
    ]
  }

  /// Whether kernels that insist on it find the device below a bridge or VLAN in a flowtable.
  ///
  /// Since 7.2 a flow whose device, followed down to the port, is not in the flowtable is not offloaded;
  /// up to 6.18 the bridge or VLAN device will do, though not for hardware.
  func upperDevices(_ flowtable: Flowtable) -> [Check] {
    let upper = flowtable.devices.compactMap { link($0) }.filter { link in
      let below = hookDevices(below: link, depth: 0)
      return (link.kind == "bridge" || link.kind == "vlan") && below != [link.name]
        && !below.contains { flowtable.devices.contains($0) }
    }
    let behavior = KernelBehavior(version: KernelVersion(release: machine.kernel))
    guard !upper.isEmpty, behavior.requiresDevices == true else { return [] }
    let names = upper.map(\.name)
    let below = upper.flatMap { hookDevices(below: $0, depth: 0) }
    return [
      Check(
        "flowtable-ports", .fail,
        "Flowtable \(flowtable.label) lists \(names.listed), but this kernel looks for what is below:"
          + " \(below.listed).",
        devicesRemedies(flowtable, adding: below))
    ]
  }
}

extension Flowtable {
  /// What a sentence calls it: `f of inet filter`.
  var label: String { "\(name) (\(family) \(table))" }
}

import FlowModel

// Hardware, and other software that has to do with the same packets.
extension Examination {
  /// Whether the devices of a flowtable for hardware may be asked to forward.
  func hardware(_ flowtable: Flowtable) -> [Check] {
    guard flowtable.flags.contains(.offload) else { return [] }
    let id = "hardware-offload"
    let features = snapshot.features.filter { feature in
      flowtable.devices.contains { $0.names(feature.name) }
    }
    let off = features.filter { !$0.hardwareOffload && $0.canOffload }.map(\.name)
    if !off.isEmpty {
      return [
        Check(
          id, .warn,
          "Hardware offload is turned off on \(off.listed) (hw-tc-offload), which flowtable"
            + " \(flowtable.label) needs: its flows stay in software.",
          [
            Remedy(
              "Turn it on.",
              command: NftCommand.lines(
                off.map { NftCommand.word($0).map { "ethtool -K \($0) hw-tc-offload on" } }))
          ])
      ]
    }
    // Some drivers offload without the feature; what hardware does is the proof.
    let unable = features.filter { !$0.hardwareOffload && !$0.canOffload }.map(\.name)
    let isInHardware = snapshot.flows.contains { $0.lane == .hardware }
    let isInSoftware = snapshot.flows.contains { $0.lane == .software }
    guard !unable.isEmpty, isInSoftware, !isInHardware else { return [] }
    return [
      Check(
        id, .warn,
        "\(unable.listed) of flowtable \(flowtable.label) \(unable.count == 1 ? "has" : "have") no"
          + " hw-tc-offload, and no flow is in hardware.",
        [Remedy("Nothing to mend where the hardware cannot: flows stay in software.")])
    ]
  }

  /// Queueing disciplines that need every packet, on devices whose hardware forwards by itself.
  func queueing() -> [Check] {
    let hardware = flowtables.filter { $0.flags.contains(.offload) }
    var found: [(device: String, kind: String)] = []
    for qdisc in snapshot.qdiscs where Self.shapers.contains(qdisc.kind) {
      guard let link = link(qdisc.link), !found.contains(where: { $0.device == link.name }),
        hardware.contains(where: { covers($0, link) == true })
      else { continue }
      found.append((link.name, qdisc.kind))
    }
    guard !found.isEmpty else { return [] }
    let names = found.map { "\($0.kind) on \($0.device)" }
    return [
      Check(
        "qdisc", .warn,
        "\(names.listed) \(found.count == 1 ? "never sees" : "never see") packets that hardware"
          + " forwards: they are neither shaped nor shared out.",
        isOpenWrt
          ? [
            Remedy(
              "Offload in software alone.",
              command: "uci set firewall.@defaults[0].flow_offloading_hw='0'\nuci commit firewall\n"
                + OpenWrtCommand.restart)
          ]
          : [
            Remedy(
              "Take the queueing discipline away, or leave `flags offload` out of the flowtable.",
              command: NftCommand.lines(
                found.map { NftCommand.word($0.device).map { "tc qdisc del dev \($0) root" } }))
          ])
    ]
  }

  /// Those that shape or share out: without every packet they do not do what they are there for.
  private static let shapers: Set<String> = [
    "cake", "cake_mq", "htb", "hfsc", "tbf", "cbq", "drr", "qfq", "netem", "ets",
  ]

  /// Ingress that is redirected to an ifb device: what comes back from there misses the flowtable's hook.
  func ingressRedirect() -> [Check] {
    let ifbs = snapshot.links.filter { $0.kind == "ifb" && $0.isUp }
    let shaped = ifbs.filter { ifb in
      snapshot.qdiscs.contains { $0.link == ifb.index && Self.shapers.contains($0.kind) }
    }
    guard !shaped.isEmpty else { return [] }
    let devices = snapshot.qdiscs.filter { $0.kind == "ingress" || $0.kind == "clsact" }
      .compactMap { link($0.link) }
      .filter { link in flowtables.contains { covers($0, link) == true } }
    guard let device = devices.first else { return [] }
    return [
      Check(
        "ingress-redirect", .warn,
        "\(device.name) seems to hand what comes in to \(shaped[0].name) for shaping: such packets"
          + " miss the flowtable and take the slow path.",
        [
          Remedy(
            "Shape or offload, not both, for what comes in by \(device.name).",
            command: NftCommand.word(device.name).map { "tc qdisc del dev \($0) ingress" })
        ])
    ]
  }

  /// Bridged packets that pass the IP hooks, on bridges whose ports are in a flowtable.
  func bridgeNetfilter() -> [Check] {
    let on = ["bridge-nf-call-iptables", "bridge-nf-call-ip6tables"].filter {
      (machine.sysctls["net.bridge.\($0)"] ?? "0") != "0"
    }
    guard !on.isEmpty else { return [] }
    let bridges = snapshot.links.filter { bridge in
      guard bridge.kind == "bridge", bridge.isUp else { return false }
      let ports = ports(of: bridge)
      return ports.count > 1
        && flowtables.contains { table in
          table.devices.contains { name in
            name.names(bridge.name) || ports.contains { name.names($0.name) }
          }
        }
    }
    guard !bridges.isEmpty else { return [] }
    return [
      Check(
        "bridge-netfilter", .warn,
        "Packets that \(bridges.map(\.name).listed) only bridges pass the firewall and connection"
          + " tracking, too (\(on.listed)): they are slow, and no flowtable speeds them up.",
        [
          Remedy(
            "Leave bridged packets alone.",
            command: on.map { SysctlCommand.set("net.bridge.\($0)", "0") }.joined(separator: "\n"))
        ])
    ]
  }

  /// IPsec policies: what they transform is never offloaded.
  func ipsec() -> [Check] {
    guard let policies = snapshot.ipsecPolicies else { return [] }
    let used = policies.filter { $0.transforms && $0.direction != .in && $0.interfaceID == nil }
    guard !used.isEmpty else { return [] }
    let all = used.first {
      $0.source.length == 0 && $0.destination.length == 0 && $0.l4 == nil && $0.link == 0
        && !$0.hasMark
    }
    if all != nil {
      return [
        Check(
          "ipsec", .warn,
          "An IPsec policy takes all \(all?.family == .ipv6 ? "IPv6" : "IPv4") packets: none of their"
            + " flows is offloaded.",
          [Remedy("Narrow the policy's addresses.", command: "ip xfrm policy")])
      ]
    }
    return [
      Check(
        "ipsec", .pass,
        "IPsec takes what its policies say (\(used.count)); those flows stay slow, others need not."
      )
    ]
  }

  /// Devices of one flowtable with MTUs so far apart that large packets between them go slow.
  func mtu(_ flowtable: Flowtable) -> [Check] {
    let known = flowtable.devices.compactMap { link($0) }.filter(\.isUp)
    let jumbo = known.filter { ($0.mtu ?? 0) > 1500 }
    let plain = known.filter { ($0.mtu ?? .max) <= 1500 }
    guard let large = jumbo.first, let small = plain.first, let above = large.mtu,
      let most = small.mtu
    else { return [] }
    return [
      Check(
        "mtu", .warn,
        "\(large.name) takes packets of \(above) octets, \(small.name) of \(most): larger ones between"
          + " them take the slow path, one by one.",
        [
          Remedy(
            "Give both the same.",
            command: NftCommand.word(large.name).map { "ip link set \($0) mtu \(most)" })
        ])
    ]
  }
}

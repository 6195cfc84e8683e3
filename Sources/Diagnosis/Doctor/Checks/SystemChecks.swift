import FlowModel

// What must hold before any flowtable matters.
extension Examination {
  func privileges() -> [Check] {
    let problems = [snapshot.flowtableProblem, snapshot.rulesetProblem].compactMap { $0 }
    if problems.contains(where: { $0.holds("CAP_NET_ADMIN") }) { return [.lackOfPrivilege] }
    guard snapshot.flowtables != nil else { return [] }
    return [Check("privileges", .pass, "The conntrack table and the ruleset may be read.")]
  }

  func conntrack() -> [Check] {
    if machine.modules["nf_conntrack"] == .missing {
      return [
        Check(
          "conntrack", .fail, "This kernel has no connection tracking (nf_conntrack is missing).")
      ]
    }
    guard let entries = snapshot.entries else { return [] }
    return [
      Check(
        "conntrack", .pass,
        "The kernel tracks connections: \(entries) \(entries == 1 ? "entry" : "entries").")
    ]
  }

  /// Whether the kernel can offload at all.
  func support() -> [Check] {
    let id = "kernel-support"
    guard let flowtables = snapshot.flowtables else {
      guard let problem = snapshot.flowtableProblem else { return [] }
      let isThere = machine.modules["nf_tables"] == .available
      return [
        Check(
          id, .fail, problem,
          isThere
            ? [Remedy("Load nf_tables.", command: "modprobe nf_tables")]
            : [Remedy("Use a kernel that is built with CONFIG_NF_TABLES.")])
      ]
    }
    guard flowtables.isEmpty else {
      return [Check(id, .pass, "The kernel has flowtables.")]
    }
    let needed = ["nf_flow_table", "nf_flow_table_inet", "nft_flow_offload"]
    let missing = needed.filter { machine.modules[$0] == .missing }
    guard missing.isEmpty else {
      return [
        Check(
          id, .fail,
          "This kernel lacks \(missing.listed), without which no flow can be offloaded.",
          [
            isOpenWrt
              ? Remedy(
                "Install the module.",
                command: "opkg update && opkg install kmod-nft-offload || apk add kmod-nft-offload")
              : Remedy(
                "Use a kernel that is built with CONFIG_NF_FLOW_TABLE and CONFIG_NFT_FLOW_OFFLOAD.")
          ])
      ]
    }
    // Where the list of modules could not be read, nothing is known of them.
    guard needed.allSatisfy({ machine.modules[$0] != nil }) else { return [] }
    return [Check(id, .pass, "The kernel has flowtables, or a module for them.")]
  }

  /// Whether the kernel forwards packets of the families that this machine has networks of.
  func forwarding() -> [Check] {
    var checks: [Check] = []
    if let isOn = machine.sysctls["net.ipv4.ip_forward"].map({ $0 != "0" }) {
      if isOn {
        checks.append(Check("forwarding-ipv4", .pass, "IPv4 packets are forwarded."))
      } else if hasNetworks(.ipv4) {
        checks.append(off(.ipv4, "net.ipv4.ip_forward"))
      }
    }
    if let isOn = machine.sysctls["net.ipv6.conf.all.forwarding"].map({ $0 != "0" }) {
      if isOn {
        checks.append(Check("forwarding-ipv6", .pass, "IPv6 packets are forwarded."))
      } else if hasNetworks(.ipv6) {
        checks.append(off(.ipv6, "net.ipv6.conf.all.forwarding"))
      }
    }
    return checks
  }

  private func off(_ family: Family, _ setting: String) -> Check {
    let name = family == .ipv4 ? "IPv4" : "IPv6"
    return Check(
      "forwarding-\(family == .ipv4 ? "ipv4" : "ipv6")", .fail,
      "\(name) packets are not forwarded (\(setting) is 0), so there is nothing to offload.",
      [Remedy("Forward \(name).", command: SysctlCommand.set(setting, "1"))])
  }

  /// Whether two devices have an address of a family: between fewer, nothing is forwarded.
  func hasNetworks(_ family: Family) -> Bool {
    let routed = Set(routedLinks.map(\.index))
    let links = snapshot.addresses.filter {
      ($0.address.ipv4 != nil) == (family == .ipv4) && !$0.address.isOfLinkAlone
        && routed.contains($0.link)
    }
    return Set(links.map(\.link)).count > 1
  }

  /// How full the conntrack table is: at its most, new connections are dropped.
  func fill() -> [Check] {
    let most =
      snapshot.maxEntries ?? machine.setting("nf_conntrack_max").flatMap { UInt32(exactly: $0) }
    guard let entries = snapshot.entries, let most, most > 0 else { return [] }
    let percent = Int(UInt64(entries) * 100 / UInt64(most))
    let text = "The conntrack table is \(percent) % full: \(entries) of \(most) entries."
    guard percent >= 80 else { return [Check("conntrack-fill", .pass, text)] }
    let larger = UInt64(most) * 2
    return [
      Check(
        "conntrack-fill", percent >= 95 ? .fail : .warn,
        percent >= 95 ? text + " At its end new connections are dropped." : text,
        [
          Remedy(
            "Make the table larger.",
            command: SysctlCommand.set("net.netfilter.nf_conntrack_max", String(larger)))
        ])
    ]
  }

  /// Whether the kernel counts packets and bytes of new flows.
  func accounting() -> [Check] {
    guard let isOn = machine.countsFlows else { return [] }
    if isOn { return [Check("accounting", .pass, "The kernel counts packets and bytes of flows.")] }
    return [
      Check(
        "accounting", .warn,
        "The kernel counts neither packets nor bytes of flows (nf_conntrack_acct is 0):"
          + " their rates are unknown.",
        [
          Remedy(
            "Count those of new flows.",
            command: SysctlCommand.set("net.netfilter.nf_conntrack_acct", "1"))
        ])
    ]
  }

  /// Whether flows stay on the fast path through a short silence.
  func timeouts() -> [Check] {
    var checks: [Check] = []
    for (name, l4) in [("nf_flowtable_tcp_timeout", "TCP"), ("nf_flowtable_udp_timeout", "UDP")] {
      guard let seconds = machine.setting(name), seconds < 5 else { continue }
      checks.append(
        Check(
          "flowtable-timeout", seconds == 0 ? .fail : .warn,
          "\(l4) flows leave the fast path after \(seconds) s without a packet (\(name)).",
          [
            Remedy(
              "Give them the kernel's usual half a minute.",
              command: SysctlCommand.set("net.netfilter.\(name)", "30"))
          ]))
    }
    let isKnown = machine.setting("nf_flowtable_tcp_timeout") != nil
    if checks.isEmpty && isKnown {
      checks.append(
        Check("flowtable-timeout", .pass, "Flows stay on the fast path through short silences."))
    }
    return checks
  }
}

extension Check {
  /// The conntrack table or the ruleset may not be read.
  package static var lackOfPrivilege: Check {
    Check(
      "privileges", .fail, "Reading the conntrack table and the ruleset needs CAP_NET_ADMIN.",
      [
        Remedy("Run it as root.", command: "sudo flowlanes doctor"),
        Remedy(
          "Or give the program the capability, once.",
          command: "sudo setcap cap_net_admin+ep \"$(command -v flowlanes)\""),
      ])
  }

  /// The conntrack table cannot be read, for the reason in this sentence.
  package static func lackOfConntrack(_ sentence: String) -> Check {
    Check(
      "conntrack", .fail, sentence,
      [
        Remedy(
          "Load connection tracking's netlink interface.", command: "modprobe nf_conntrack_netlink")
      ])
  }
}

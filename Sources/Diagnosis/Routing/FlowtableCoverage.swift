import FlowModel

/// Whether packets that come in by a device meet a flowtable.
enum Coverage: UInt8, Hashable, Sendable {
  case missing
  case unknown
  case covered
}

extension LinkGraph {
  /// Whether a flowtable hooks the device that a flow's packets come in by.
  ///
  /// `device` is the one that routing tells, `neighbor` the next hop or the end of the flow behind it.
  /// The kernel looks for the lowest device of the way, through VLANs, bridges and PPPoE; up to 6.18 it
  /// falls back to the one of the route, from 7.2 it does not (KERNEL.md, 5.2 number 13).
  func coverage(
    of device: UInt32, towards neighbor: Address, by flowtable: Flowtable,
    _ behavior: KernelBehavior
  ) -> Coverage {
    guard let link = self[device] else { return .unknown }
    let isListed = flowtable.lists(link.name)
    func fallingBack() -> Coverage { isListed ? .covered : below(link, neighbor, flowtable) }
    var outcomes: Set<Coverage> = []
    if behavior.looksBelow != true { outcomes.insert(isListed ? .covered : .missing) }
    if behavior.looksBelow != false {
      if behavior.requiresDevices != true { outcomes.insert(fallingBack()) }
      if behavior.requiresDevices != false { outcomes.insert(below(link, neighbor, flowtable)) }
    }
    return outcomes.count == 1 ? outcomes.first ?? .unknown : .unknown
  }

  /// Whether the lowest device below a link is listed.
  private func below(_ link: Link, _ neighbor: Address, _ flowtable: Flowtable) -> Coverage {
    let (ends, isComplete) = ends(of: link, towards: neighbor, by: link.index)
    let listed = ends.count { flowtable.lists($0.name) }
    if isComplete && !ends.isEmpty && listed == ends.count { return .covered }
    if isComplete && listed == 0 { return .missing }
    return .unknown
  }

  /// The lowest devices that a way through a link may come to, and whether no other is possible:
  /// `dev_fill_forward_path`.
  func ends(
    of link: Link, towards neighbor: Address, by device: UInt32, depth: Int = 0
  ) -> (ends: [Link], isComplete: Bool) {
    // NET_DEVICE_PATH_STACK_MAX
    guard depth < 5 else { return ([], false) }
    switch link.kind {
    case "vlan":
      guard let lower = link.lower.flatMap({ self[$0] }) else { return ([], false) }
      return ends(of: lower, towards: neighbor, by: device, depth: depth + 1)
    case "bridge":
      let seen = ports(of: link.index, towards: neighbor, by: device)
      var result: (ends: [Link], isComplete: Bool) = ([], true)
      // Without a word from its forwarding table, it may be any port.
      for port in seen.isEmpty ? ports(of: link.index) : seen {
        let more = ends(of: port, towards: neighbor, by: device, depth: depth + 1)
        result = (result.ends + more.ends, result.isComplete && more.isComplete)
      }
      return result
    case "ppp": return ([], false)
    // Tunnels have a way below them from some 7.x on.
    case "ipip", "ip6tnl", "sit": return ([link], false)
    // ARPHRD_PPP
    default: return link.type == 512 ? ([], false) : ([link], true)
    }
  }
}

extension Flowtable {
  /// Whether its devices name one, by itself or by its beginning (`eth*`, from 6.18 on).
  package func lists(_ device: String) -> Bool {
    devices.contains { name in
      name == device || (name.hasSuffix("*") && device.hasPrefix(name.dropLast()))
    }
  }
}

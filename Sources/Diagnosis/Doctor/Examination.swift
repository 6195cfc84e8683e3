import FlowModel

/// A snapshot prepared for the doctor's questions.
struct Examination: Sendable {
  /// A rule that offloads, and to which flowtable.
  struct OffloadRule: Sendable {
    let index: Int
    let rule: Ruleset.Rule
    let flowtable: String
  }

  let snapshot: Snapshot
  /// Rules with `flow add`, in the ruleset's order; nil when the ruleset was not read.
  let offloadRules: [OffloadRule]?
  private let byName: [String: Link]
  private let byIndex: [UInt32: Link]

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    byName = Dictionary(snapshot.links.map { ($0.name, $0) }) { first, _ in first }
    byIndex = Dictionary(snapshot.links.map { ($0.index, $0) }) { first, _ in first }
    offloadRules = snapshot.ruleset.map { ruleset in
      ruleset.rules.indices.flatMap { index in
        ruleset.rules[index].expressions.compactMap { expression in
          guard case .flowOffload(let name) = expression else { return nil }
          return OffloadRule(index: index, rule: ruleset.rules[index], flowtable: name)
        }
      }
    }
  }

  var machine: Machine { snapshot.machine }
  /// Whether its firewall is made from /etc/config/firewall.
  var isOpenWrt: Bool { machine.distribution == "openwrt" }

  /// The flowtables that are the operator's: not those of our own pins.
  var flowtables: [Flowtable] {
    (snapshot.flowtables ?? []).filter { $0.table != "flowlanes" }
  }

  /// From how many on flows are not counted: of so many a snapshot may hold a part alone.
  static let mostCounted = 10_000

  /// How many flows are off the slow path.
  var offloadedCount: Int {
    snapshot.flows.reduce(0) { $1.lane == .slow ? $0 : $0 + 1 }
  }

  func link(_ name: String) -> Link? { byName[name] }
  func link(_ index: UInt32) -> Link? { byIndex[index] }

  func ports(of bridge: Link) -> [Link] { snapshot.links.filter { $0.master == bridge.index } }

  /// The rules that offload to a flowtable; nil when the ruleset was not read.
  func rules(of flowtable: Flowtable) -> [OffloadRule]? {
    offloadRules.map { rules in
      rules.filter {
        $0.flowtable == flowtable.name && $0.rule.table.name == flowtable.table
          && $0.rule.table.family.name == flowtable.family
      }
    }
  }

  // MARK: Devices that are routed

  /// Devices that packets are forwarded between, as far as addresses and routes tell: Ethernet and
  /// what is made of it, up, with an address of more than the link.
  var routedLinks: [Link] {
    let addressed = Set(
      snapshot.addresses.filter { !$0.address.isOfLinkAlone }.map(\.link))
    return snapshot.links.filter {
      addressed.contains($0.index) && $0.isUp && $0.type == LinkType.ethernet
        && $0.kind != "dummy" && $0.kind != "vrf"
    }
  }

  /// The devices of the default routes.
  var defaultLinks: [Link] {
    var found: [Link] = []
    for route in snapshot.routes ?? []
    where route.prefixLength == 0 && route.kind == .unicast && !route.isDead {
      for hop in route.hops {
        guard let link = link(hop.link), link.isUp, !found.contains(link) else { continue }
        found.append(link)
      }
    }
    return found
  }

  /// Whether packets of a device pass a hook of this flowtable, as kernels look for it: at the device,
  /// or at what lies below a VLAN or a bridge.
  ///
  /// nil for what lies below is not known: PPP, bonds, tunnels.
  func covers(_ flowtable: Flowtable, _ link: Link, depth: Int = 0) -> Bool? {
    if flowtable.devices.contains(where: { $0.names(link.name) }) { return true }
    guard depth < 4 else { return nil }
    switch link.kind {
    case "vlan":
      guard let lower = link.lower.flatMap({ self.link($0) }) else { return nil }
      return covers(flowtable, lower, depth: depth + 1)
    case "bridge":
      let below = ports(of: link).map { covers(flowtable, $0, depth: depth + 1) }
      return below.contains(true) ? true : below.contains(nil) ? nil : false
    case nil, "veth", "dsa":
      return link.type == LinkType.ethernet ? false : nil
    default: return nil
    }
  }
}

/// `ARPHRD_*`.
enum LinkType {
  static let ethernet: UInt16 = 1
}

extension String {
  /// Whether this name in a flowtable stands for a device: `lan0`, or `lan*`.
  func names(_ device: String) -> Bool {
    hasSuffix("*") ? device.hasPrefix(dropLast()) : self == device
  }
}

extension Address {
  /// Whether it is of the link alone, and never forwarded: 169.254.0.0/16, fe80::/10, loopback.
  var isOfLinkAlone: Bool {
    if let ipv4 { return ipv4 >> 16 == 0xa9fe || ipv4 >> 24 == 127 }
    return high >> 54 == 0xfe80 >> 6 || (high == 0 && low == 1)
  }
}

extension [String] {
  /// `a`, `a and b`, `a, b and c`; more than four are cut short.
  var listed: String {
    guard let last, count > 1 else { return first ?? "" }
    if count > 4 { return prefix(3).joined(separator: ", ") + " and \(count - 3) more" }
    return dropLast().joined(separator: ", ") + " and " + last
  }
}

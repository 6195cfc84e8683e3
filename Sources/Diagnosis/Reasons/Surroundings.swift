import FlowModel

/// What stands around the flows of a poll, prepared for questions.
final class Surroundings: Sendable {
  let parts: SurroundingParts
  let behavior: KernelBehavior
  let links: LinkGraph
  let paths: PathFinder
  let evaluator: RulesetEvaluator?
  let traits: RulesetTraits?
  /// What our own table says of pins; asked flow by flow.
  let pins: LanePins
  let ruleText: RuleText?
  let ipsec: IPsecLookup
  /// What besides nftables may offload flows, as a phrase; nil when surely nothing does.
  let otherOffloader: String?
  /// Whether packets may carry a mark when routing asks.
  let mayMark: Bool
  /// When rules or flowtables were seen to change last, by `Snapshot.time`; nil when they never were.
  let rulesSince: UInt64?
  private let features: [UInt32: DeviceFeatures]
  /// Settings by the last part of their name.
  private let settings: [String: Int]

  var machine: Machine { parts.machine }
  var flowtables: [Flowtable]? { parts.flowtables }
  var ruleset: Ruleset? { parts.ruleset }
  var isOpenWrt: Bool { machine.distribution == "openwrt" }

  /// Prepares what a poll brought, and takes over what `last` prepared of the same.
  init(_ parts: SurroundingParts, at time: UInt64, last: Surroundings?) {
    self.parts = parts
    behavior = KernelBehavior(version: KernelVersion(release: parts.machine.kernel))
    let hasSameLinks = last.map { parts.hasSameLinks($0.parts) } ?? false
    links =
      hasSameLinks
      ? last?.links ?? LinkGraph([], [])
      : LinkGraph(parts.links, parts.addresses, parts.neighbors)
    if let last, parts.ruleset == last.parts.ruleset,
      parts.hasHiddenRules == last.parts.hasHiddenRules
    {
      evaluator = last.evaluator
      traits = last.traits
      pins = last.pins
      ruleText = hasSameLinks ? last.ruleText : parts.ruleText
    } else {
      evaluator = parts.ruleset.map {
        RulesetEvaluator($0, links: parts.links, mayMarkUnseen: parts.hasHiddenRules)
      }
      traits = parts.ruleset.map { RulesetTraits($0) }
      pins = LanePins(flows: [], ruleset: parts.ruleset, wallTime: 0)
      ruleText = parts.ruleText
    }
    if let last, hasSameLinks, parts.hasSameRoutes(last.parts) {
      paths = last.paths.with(mayTrackBridged: parts.mayTrackBridged(traits))
    } else {
      paths = PathFinder(
        resolver: RouteResolver(parts.routes, parts.routingRules, links), links: links,
        mayTrackBridged: parts.mayTrackBridged(traits))
    }
    if let last {
      rulesSince = parts.hasSameRules(last.parts) ? last.rulesSince : time
    } else {
      rulesSince = nil
    }
    ipsec = IPsecLookup(policies: parts.ipsecPolicies, links: links)
    features = Dictionary(parts.features.map { ($0.link, $0) }) { $1 }
    otherOffloader = parts.otherOffloader
    mayMark = parts.hasHiddenRules || traits?.setsMark ?? true
    let numbers = parts.machine.sysctls.compactMap { key, value -> (String, Int)? in
      guard let number = Int(value), let name = key.split(separator: ".").last else { return nil }
      return (String(name), number)
    }
    settings = Dictionary(numbers) { $1 }
  }

  /// A sysctl as a number, by the last part of its name.
  func setting(_ name: String) -> Int? { settings[name] }

  /// Seconds without a packet after which a flow leaves the fast path, and whether that is read and
  /// not assumed.
  func flowtableTimeout(_ l4: L4Protocol) -> (seconds: Int, isRead: Bool) {
    // NF_FLOW_TIMEOUT, which a kernel without the settings has built in.
    guard behavior.hasTimeoutSettings != false, l4 == .tcp || l4 == .udp else { return (30, true) }
    let name = l4 == .tcp ? "nf_flowtable_tcp_timeout" : "nf_flowtable_udp_timeout"
    return settings[name].map { ($0, true) } ?? (30, false)
  }

  /// The flowtable that a `flow add` names, by its place in `flowtables`.
  func flowtable(of offload: Walk.Offload) -> Int? {
    flowtables?.firstIndex {
      $0.name == offload.flowtable && $0.table == offload.table.name
        && $0.family == offload.table.family.name
    }
  }

  func features(of device: UInt32) -> DeviceFeatures? { features[device] }

  func name(of device: UInt32) -> String { links[device]?.name ?? "device \(device)" }

  /// Whether routes could be read.
  var hasRoutes: Bool { paths.resolver.isKnown }
}

extension SurroundingParts {
  fileprivate var ruleText: RuleText? { ruleset.map { RuleText($0, links: links) } }

  /// Whether bridged packets may have entries of their own: br_netfilter, or connection tracking in
  /// the chains of a bridge.
  func mayTrackBridged(_ traits: RulesetTraits?) -> Bool {
    guard links.contains(where: { $0.kind == "bridge" }) else { return links.isEmpty }
    let calls = ["bridge-nf-call-iptables", "bridge-nf-call-ip6tables"]
    if calls.contains(where: { machine.setting($0) ?? 0 != 0 }) { return true }
    // Where no setting was read, nothing speaks against it.
    return machine.sysctls.isEmpty || traits?.tracksBridged ?? true
  }

  /// Whether there may be rules that the ruleset does not show: those of the older iptables.
  var hasHiddenRules: Bool {
    machine.modules["ip_tables"].map { $0 == .loaded } ?? true
      || machine.modules["ip6_tables"] == .loaded
  }

  /// What besides nftables may offload flows: connection tracking in tc(8), which Open vSwitch uses
  /// (`act_ct`), and OpenWrt's target FLOWOFFLOAD of iptables.
  ///
  /// Both set the same bits, and no flowtable is listed for them. nil when surely neither is there.
  var otherOffloader: String? {
    if offloadsWithoutFlowtable { return "flows are offloaded without a flowtable of nftables" }
    if machine.modules["act_ct"].map({ $0 == .loaded }) ?? mayFilterInTC {
      return "tc(8) may offload too"
    }
    // In place of iptables, nft lists the target by its name.
    let isShown = ruleset?.rules.contains { rule in
      rule.expressions.contains {
        if case .undecidable("target", let detail, _, _) = $0 {
          detail?.hasPrefix("FLOWOFFLOAD") ?? true
        } else {
          false
        }
      }
    }
    let isPatched = machine.distribution.map { $0 == "openwrt" } ?? true
    if isShown ?? false || (isPatched && hasHiddenRules) {
      return "iptables may offload too (FLOWOFFLOAD)"
    }
    return nil
  }

  /// Whether a device has a place for filters of tc(8), or none could be seen.
  private var mayFilterInTC: Bool {
    qdiscs.isEmpty || qdiscs.contains { $0.kind == "ingress" || $0.kind == "clsact" }
  }
}

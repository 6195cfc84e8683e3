import FlowModel

// Whether packets get as far as the offloading rule, as the evaluator walks the ruleset for some.
extension Examination {
  /// Whether any packet can reach an offloading rule.
  ///
  /// Packets between the devices that are routed stand for all: what stops every one of them whatever
  /// it is, an earlier verdict or a policy, stops others too. A condition that they do not meet (a
  /// port, an address) says nothing, for others may.
  func reach() -> [Check] {
    let id = "rule-reach"
    guard let ruleset = snapshot.ruleset, let rules = offloadRules, !rules.isEmpty else {
      return []
    }
    if offloadedCount > 0 {
      let count = offloadedCount < Self.mostCounted ? "\(offloadedCount)" : "thousands"
      return [Check(id, .pass, "Flows reach the offloading rule: \(count) are offloaded.")]
    }
    let evaluator = RulesetEvaluator(ruleset)
    var culprits: [Walk.Obstacle: Int] = [:]
    if let rule = rulesForFirstPackets(rules).first { return [complaint(ofState: rule)] }
    for packet in probes() {
      let walk = evaluator.forward(packet)
      guard !walk.offloads.isEmpty else { continue }
      for offload in walk.offloads {
        guard offload.isReached == .no, let obstacle = offload.obstacle, obstacle.stopsAll else {
          return [Check(id, .pass, "Packets can reach the offloading rule.")]
        }
        culprits[obstacle, default: 0] += 1
      }
    }
    guard let (worst, _) = culprits.max(by: { $0.value < $1.value }) else { return [] }
    return [complaint(worst, ruleset, rules)]
  }

  private func complaint(
    _ obstacle: Walk.Obstacle, _ ruleset: Ruleset, _ rules: [OffloadRule]
  ) -> Check {
    let flowRule = rules[0]
    var text = "No packet reaches the rule that offloads"
    var remedy: Remedy?
    switch obstacle {
    case .decidedBefore(let index, let verdict) where ruleset.rules.indices.contains(index):
      let rule = ruleset.rules[index]
      let place = "\(rule.table.family.name) \(rule.table.name) \(rule.chain)"
      text += ": a rule before it ends their way (\(verdict.word)), "
      text += "`\(quoted(rule).line)` in chain \(place)."
      if verdict == .drop {
        remedy = letThrough(rule.table, rule.chain, before: rule.handle)
        break
      }
      let isInSameChain = rule.table == flowRule.rule.table && rule.chain == flowRule.rule.chain
      remedy = Remedy(
        "Offload before that rule.",
        command: NftCommand.insertRule(
          flowRule.rule.table, isInSameChain ? rule.chain : flowRule.rule.chain,
          flowtable: flowRule.flowtable, before: isInSameChain ? rule.handle : nil))
    case .policy(let chain):
      text += ": the policy of chain \(chain.table.family.name) \(chain.table.name) \(chain.name)"
      text += " drops them before."
      remedy = letThrough(chain.table, chain.name)
    case .otherHook(let chain):
      text += ": its chain \(chain) is not at the forward hook."
    case .notCalled(let chain, _, _):
      text += ": nothing calls its chain \(chain)."
    default:
      text += "."
    }
    return Check("rule-reach", .fail, text, remedy.map { [$0] } ?? [])
  }

  /// Accepts in a chain what is established, before a rule or at its end.
  private func letThrough(
    _ table: Ruleset.TableName, _ chain: String, before handle: UInt64? = nil
  ) -> Remedy? {
    guard let place = NftCommand.table(table.family.name, table.name),
      let chain = NftCommand.word(chain)
    else { return nil }
    let verb = handle.map { "insert rule \(place) \(chain) position \($0)" }
    return Remedy(
      "Let established flows pass there.",
      command: "nft '\(verb ?? "add rule \(place) \(chain)") ct state established,related accept'")
  }

  /// Packets of established flows between each two routed devices, in both directions.
  func probes() -> [Packet] {
    let links = routedLinks.prefix(5)
    var packets: [Packet] = []
    for from in links {
      for to in links where to != from {
        for family in [Family.ipv4, .ipv6] {
          guard let source = neighbor(on: from, family), let destination = neighbor(on: to, family)
          else { continue }
          for (l4, port) in [(L4Protocol.tcp, 443), (.tcp, 80), (.udp, 443)]
            as [(L4Protocol, UInt16)]
          {
            let flow = Self.flow(source, destination, port, family, l4)
            let one = [Packet.Device(from)]
            let other = [Packet.Device(to)]
            packets.append(Packet(flow, .original, inputs: one, outputs: other, mark: 0))
            packets.append(Packet(flow, .reply, inputs: other, outputs: one, mark: 0))
          }
        }
      }
    }
    return packets
  }

  private static func flow(
    _ source: Address, _ destination: Address, _ port: UInt16, _ family: Family, _ l4: L4Protocol
  ) -> Flow {
    let orig = Tuple(
      source: source, destination: destination, sourcePort: 50_000, destinationPort: port,
      family: family, l4: l4)
    return Flow(
      orig: orig, reply: orig.inverted, id: 0, status: [.confirmed, .seenReply, .assured],
      state: l4 == .tcp ? ConnectionState(l4: .tcp, rawValue: 3) : nil, timeout: 300, mark: 0)
  }

  /// An address of the network on a device, and not this machine's.
  private func neighbor(on link: Link, _ family: Family) -> Address? {
    let own = snapshot.addresses.first {
      $0.link == link.index && ($0.address.ipv4 != nil) == (family == .ipv4)
        && !$0.address.isOfLinkAlone
    }
    return own.map { Address(high: $0.address.high, low: $0.address.low ^ 3) }
  }

  // MARK: Devices that rules ask for

  /// Whether the offloading rules ask for devices that are there.
  func ruleDevices() -> [Check] {
    guard let rules = offloadRules, !rules.isEmpty, !snapshot.links.isEmpty else { return [] }
    let lost = rules.compactMap { rule in
      missingDevice(of: rule.rule).map { (rule: rule.rule, device: $0) }
    }
    guard let first = lost.first else { return [] }
    let rule = first.rule
    return [
      Check(
        "rule-device", lost.count == rules.count ? .fail : .warn,
        "The offloading rule `\(quoted(rule).line)`"
          + " (in \(rule.table.family.name) \(rule.table.name) \(rule.chain))"
          + " asks for the device \(first.device), which is not there.",
        [
          Remedy(
            "Offload whatever the device is, or name the one that is meant.",
            command: replacement(for: rule))
        ])
    ]
  }

  /// The rule as nft(8) prints it.
  func quoted(_ rule: Ruleset.Rule) -> QuotedRule {
    RuleText(snapshot.ruleset ?? Ruleset(), links: snapshot.links).quoted(rule)
  }

  func replacement(for rule: Ruleset.Rule) -> String? {
    guard let table = NftCommand.table(rule.table.family.name, rule.table.name),
      let chain = NftCommand.word(rule.chain),
      let flowtable = offloadRules?.first(where: { $0.rule == rule }).flatMap({
        NftCommand.word($0.flowtable)
      })
    else { return nil }
    return "nft 'replace rule \(table) \(chain) handle \(rule.handle)"
      + " \(NftCommand.offloadMatch) flow add @\(flowtable)'"
  }

  /// The device that a rule asks for by name or index and that is not there.
  private func missingDevice(of rule: Ruleset.Rule) -> String? {
    var names: Set<Ruleset.Register> = []
    var indices: Set<Ruleset.Register> = []
    for expression in rule.expressions {
      switch expression {
      case .meta(.inputName, let register), .meta(.outputName, let register):
        names.insert(register)
        indices.remove(register)
      case .meta(.inputIndex, let register), .meta(.outputIndex, let register):
        indices.insert(register)
        names.remove(register)
      case .compare(.equal, let register, let value) where names.contains(register):
        if !hasDevice(named: value) { return Self.name(value) }
      case .compare(.equal, let register, let value) where indices.contains(register):
        let index = value.prefix(4).enumerated().reduce(UInt32(0)) {
          $0 | UInt32($1.element) << UInt32(8 * $1.offset)
        }
        // The order of octets is the machine's; on one of the other order nothing is claimed.
        if value.count == 4, link(index) == nil, link(index.byteSwapped) == nil {
          return "with the index \(index)"
        }
      case .lookup(let set, let register, _, _, false) where names.contains(register):
        let elements = snapshot.ruleset?.sets.first { $0.table == rule.table && $0.name == set }?
          .elements
        guard let elements, !elements.isEmpty,
          elements.allSatisfy({ $0.keyEnd == nil && !$0.isCatchall && !$0.isIntervalEnd }),
          !elements.contains(where: { hasDevice(named: $0.key) })
        else { continue }
        return elements.map { Self.name($0.key) }.listed
      default:
        // The register holds something else from here on.
        if let register = expression.target {
          names.remove(register)
          indices.remove(register)
        }
      }
    }
    return nil
  }

  /// `IFNAMSIZ` octets for a name, fewer for the beginning of one: `lan*`.
  private func hasDevice(named value: [UInt8]) -> Bool {
    let isWhole = value.contains(0)
    let name = Self.bare(value)
    return snapshot.links.contains {
      isWhole ? Array($0.name.utf8) == name : Array($0.name.utf8).starts(with: name)
    }
  }

  private static func bare(_ value: [UInt8]) -> [UInt8] { Array(value.prefix { $0 != 0 }) }

  private static func name(_ value: [UInt8]) -> String {
    String(decoding: bare(value), as: UTF8.self) + (value.contains(0) ? "" : "*")
  }
}

extension Walk.Obstacle {
  /// Whether it stops packets whatever they are.
  fileprivate var stopsAll: Bool {
    switch self {
    case .decidedBefore, .policy, .otherHook: true
    case .notCalled(_, let via, _): via == nil
    case .mismatch: false
    }
  }
}

extension Ruleset.Verdict {
  fileprivate var word: String {
    switch self {
    case .accept: "accept"
    case .drop: "drop"
    case .queue: "queue"
    case .stolen: "stolen"
    case .continue: "continue"
    case .break: "break"
    case .jump: "jump"
    case .goto: "goto"
    case .return: "return"
    case .other(let number): "verdict \(number)"
    }
  }
}

extension Ruleset.Expression {
  /// The register that it fills.
  fileprivate var target: Ruleset.Register? {
    switch self {
    case .payload(_, _, _, let into), .meta(_, let into), .ct(_, _, let into),
      .mask(_, let into, _, _), .shift(_, let into, _, _, _), .byteorder(_, let into, _, _),
      .immediate(_, let into):
      into
    case .lookup(_, _, let into, _, _): into
    case .undecidable(_, _, let into, _): into
    default: nil
    }
  }
}

package import FlowModel

/// Walks a ruleset for packets: a small nftables in three-valued logic.
///
/// Prepared once for a ruleset (chains by name and hook, sets indexed for lookups), it answers for
/// many packets. It follows `nft_do_chain` (nf_tables_core.c) and the expressions' own `eval`
/// functions; where it asks for a header's flags, the packet is one that could be offloaded: no
/// fragment, and of TCP neither SYN nor FIN nor RST.
package struct RulesetEvaluator: Sendable {
  package let ruleset: Ruleset
  /// Quotes rules, for phrases and steps.
  package let printer: RuleText
  let prepared: PreparedRuleset
  private let hooks: [Family: Hooks]
  /// Whether rules that the ruleset does not show may set marks of packets.
  private let mayMarkUnseen: Bool

  /// The base chains of a family's packets, in order.
  private struct Hooks: Sendable {
    var prerouting: [Int]
    var forward: [Int]
  }

  /// How many pairs of devices are walked one by one before they count as unknown.
  private static let mostWays = 16

  /// `links` give the devices that rules name by number their names.
  package init(_ ruleset: Ruleset, links: [Link] = [], mayMarkUnseen: Bool = false) {
    self.ruleset = ruleset
    self.mayMarkUnseen = mayMarkUnseen
    printer = RuleText(ruleset, links: links)
    let prepared = PreparedRuleset(ruleset)
    self.prepared = prepared
    var hooks: [Family: Hooks] = [:]
    for family in [Family.ipv4, .ipv6] {
      hooks[family] = Hooks(
        prerouting: prepared.baseChains(at: Ruleset.Chain.Hook.prerouting, family),
        forward: prepared.baseChains(at: Ruleset.Chain.Hook.forward, family))
    }
    self.hooks = hooks
  }

  /// Walks the forward hook's base chains, in the kernel's order.
  ///
  /// Without `explains`, phrases and steps are left empty, and what becomes of the packet behind the
  /// last `flow add` is not asked, which is faster.
  package func forward(_ packet: Packet, explains: Bool = true) -> Walk {
    var result: Walk?
    for (input, output) in Self.ways(packet) {
      let walk = walk(packet, input, output, explains: explains)
      result = result.map { Self.join($0, walk) } ?? walk
    }
    var walk = result ?? Walk()
    walk.offloads = Self.ranked(walk.offloads)
    return walk
  }

  /// The mark with which a packet comes from the prerouting hook to routing, as far as it is known.
  func markAtRouting(_ packet: Packet) -> PartialWord {
    guard let hooks = hooks[packet.flow.orig.family] else { return PartialWord(nil) }
    var mark: PartialWord?
    for (input, _) in Self.ways(packet) {
      var walker = Walker(
        prepared, PacketFacts(packet, input: input, output: nil, at: .raw), isTold: false)
      // What is dropped comes to no routing.
      guard let state = enter(packet, input, nil, hooks.prerouting, &walker) else { continue }
      mark = mark?.joined(state.marks.packet) ?? state.marks.packet
    }
    return mark ?? PartialWord(nil)
  }

  /// The pairs of devices that a packet may come in and go out by; nil where it is not known.
  private static func ways(_ packet: Packet) -> [(Packet.Device?, Packet.Device?)] {
    var inputs = packet.inputs.map { $0.isEmpty ? [nil] : $0.map(Optional.some) } ?? [nil]
    var outputs = packet.outputs.map { $0.isEmpty ? [nil] : $0.map(Optional.some) } ?? [nil]
    if inputs.count > mostWays { inputs = [nil] }
    if inputs.count * outputs.count > mostWays { outputs = [nil] }
    return inputs.flatMap { input in outputs.map { (input, $0) } }
  }

  // MARK: One way

  private func walk(
    _ packet: Packet, _ input: Packet.Device?, _ output: Packet.Device?, explains: Bool
  ) -> Walk {
    guard let hooks = hooks[packet.flow.orig.family] else { return Walk() }
    var before = Walker(
      prepared, PacketFacts(packet, input: input, output: output, at: .raw), isTold: false)
    guard var state = enter(packet, input, output, hooks.prerouting, &before) else {
      return WalkReport(self, before, explains: explains).stopped(before: hooks.forward)
    }
    if mayMarkUnseen { state.marks.packet = PartialWord(nil) }
    if let mark = packet.mark { state.marks.packet = PartialWord(mark) }
    var walker = Walker(
      prepared, PacketFacts(packet, input: input, output: output, at: .forward), isTold: explains)
    var rest: State? = state
    // An account tells the whole way; else what can lead to no `flow add` is not asked.
    let last = hooks.forward.last { prepared.chains[$0].leadsToOffload }
    for base in hooks.forward where explains || last != nil {
      guard let entry = rest else { break }
      rest = walker.pass(base, entry, isLast: !explains && base == last)
      if !explains && base == last { break }
    }
    var walk = WalkReport(self, walker, explains: explains).finished(rest)
    if !explains { walk.isAccepted = .unknown }
    return walk
  }

  private typealias State = Walker.State

  /// Walks the prerouting hook, for the marks that it sets; nil when it drops the packet.
  private func enter(
    _ packet: Packet, _ input: Packet.Device?, _ output: Packet.Device?, _ chains: [Int],
    _ walker: inout Walker
  ) -> State? {
    let isMarked = prepared.setsMarkUnseen || mayMarkUnseen
    let mark = isMarked ? PartialWord(nil) : PartialWord(0)
    let first = PacketFacts.Marks(packet: mark, connection: PartialWord(packet.flow.mark))
    var state = State(marks: first)
    for chain in chains {
      let definition = prepared.chains[chain].definition
      let isFirstPacket = !packet.isEstablished && packet.direction == .original
      if definition.type == "nat" && !isFirstPacket { continue }
      walker.facts = PacketFacts(
        packet, input: input, output: output, at: Self.view(definition.hook?.priority ?? 0))
      guard var next = walker.pass(chain, state) else { return nil }
      // It is asked of packets that come as far as the forward hook.
      next.isCertain = true
      next.doubt = nil
      if next.marks == first { next.passing = nil }
      state = next
    }
    if walker.isExhausted {
      state.marks = PacketFacts.Marks(packet: PartialWord(nil), connection: PartialWord(nil))
    }
    return state
  }

  /// Where a prerouting chain stands: `NF_IP_PRI_CONNTRACK` is -200, `NF_IP_PRI_NAT_DST` -100.
  private static func view(_ priority: Int32) -> PacketFacts.Hook {
    priority <= -200 ? .raw : priority < -100 ? .beforeTranslation : .prerouting
  }

  // MARK: Several ways

  /// What is true where the packet may take either way.
  private static func join(_ a: Walk, _ b: Walk) -> Walk {
    var result = a
    for index in a.offloads.indices {
      let other = b.offloads[index]
      if a.offloads[index].isReached != other.isReached {
        result.offloads[index].isReached = .unknown
        result.offloads[index].obstacle = nil
        result.offloads[index].doubt =
          a.offloads[index].doubt ?? other.doubt ?? "the packet may take several ways"
      } else {
        result.offloads[index].doubt = a.offloads[index].doubt ?? other.doubt
      }
    }
    result.isAccepted = a.isAccepted.joined(b.isAccepted)
    if result.isAccepted != .no { result.dropper = nil }
    return result
  }

  /// Those reached first, then those that may be.
  private static func ranked(_ offloads: [Walk.Offload]) -> [Walk.Offload] {
    guard offloads.count > 1 else { return offloads }
    return offloads.filter { $0.isReached == .yes } + offloads.filter { $0.isReached == .unknown }
      + offloads.filter { $0.isReached == .no }
  }
}

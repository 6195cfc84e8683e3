package import FlowModel

/// Tells for each flow why it is not in a faster lane.
///
/// It holds what it learned of ruleset, routes and devices, and learns anew only where a snapshot
/// brings others.
package struct Diagnostician: Sendable {
  private(set) var around: Surroundings?
  private var cache = ProspectsCache()
  /// How many rules may still be asked in this poll.
  private var work = Self.mostWork

  /// Two seconds of a slow core: a poll is not to wait longer for a ruleset of thousands of rules.
  private static let mostWork = 6_000_000

  package init() {}

  /// Takes in what stands around the flows of a snapshot.
  package mutating func update(_ snapshot: Snapshot) {
    update(snapshot, offloadsSome: snapshot.flows.contains { $0.lane != .slow })
  }

  /// The same where the flows are not in the snapshot: `offloadsSome` tells whether one is not slow.
  package mutating func update(_ snapshot: Snapshot, offloadsSome: Bool) {
    cache.beginPoll()
    work = Self.mostWork
    let parts = SurroundingParts(snapshot, offloadsSome: offloadsSome)
    if let around, parts.isSame(as: around.parts) { return }
    around = Surroundings(parts, at: snapshot.time, last: around)
    cache.removeAll()
  }

  /// The reason of one flow, briefly; nil for a flow in the best lane that its machine has.
  ///
  /// Where it `remembers`, what it found is kept while neither the flow's state nor its surroundings
  /// change, at some hundred octets a flow. Where
  /// thousands of rules would have to be asked for thousands of flows, some are not known before the
  /// next polls.
  package mutating func reason(
    _ flow: Flow, _ history: FlowHistory? = nil, remembers: Bool = true
  ) -> Reason? {
    guard let around, flow.lane != .hardware else { return nil }
    let known = remembers ? cache.prospects(of: flow, around) : nil
    let flowCase = FlowCase(flow, history, around, known, mayWalk: work > 0)
    let reason = ReasonRules.decide(flowCase)?.reason
    if flowCase.isHeldBack, reason?.certainty != .certain { return Reason(.unknown, .unknown) }
    work -= flowCase.work
    if remembers, let prospects = flowCase.found { cache.keep(prospects, of: flow, around) }
    return reason
  }

  /// The reason of one flow in full; nil for a flow in the best lane that its machine has.
  package func explain(_ flow: Flow, _ history: FlowHistory? = nil) -> Explanation? {
    guard let around, flow.lane != .hardware else { return nil }
    let flowCase = FlowCase(flow, history, around)
    return ReasonRules.decide(flowCase).map { $0.rule.explain(flowCase, $0.reason) }
  }

  /// The devices of a flow; nil when the routes are not known.
  package func devices(of flow: Flow) -> FlowDevices? {
    guard let around, around.hasRoutes else { return nil }
    let path = FlowCase(flow, nil, around).path
    func name(_ answer: RouteAnswer) -> String? {
      answer.targets.first?.device.map(around.name(of:))
    }
    let isCertain = path.input.certain != nil && path.output.certain != nil
    let isEmpty = path.input.targets.isEmpty || path.output.targets.isEmpty
    return FlowDevices(
      input: name(path.input), output: name(path.output),
      beginsHere: path.begins ?? .unknown > .unknown, endsHere: path.ends ?? .unknown > .unknown,
      certainty: isCertain ? .certain : isEmpty ? .unknown : .likely)
  }

  /// Whether a rule offloads a slow flow and its packets come, and yet it stays slow.
  ///
  /// Not remembered, and so for a few flows only: those whose reason is not known.
  package func failsToOffload(_ flow: Flow, _ history: FlowHistory) -> Bool {
    guard let around, flow.lane == .slow else { return false }
    let flowCase = FlowCase(flow, history, around)
    return flowCase.reach.now == .yes && ReasonRules.decide(flowCase)?.reason.code == .unknown
  }

  /// The same without what it remembers of flows: for a moment that is kept.
  package var forgetful: Diagnostician {
    var copy = self
    copy.cache = ProspectsCache()
    return copy
  }
}

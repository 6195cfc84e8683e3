import FlowModel

/// One thing that may keep a flow from a faster lane.
protocol ReasonRule: SendableMetatype {
  /// Whether it claims that nothing else stands in the way, and so yields to whatever may.
  static var isPromise: Bool { get }
  /// Whether it is the reason of a flow of this machine's own, too: of any other rule the flow must be
  /// known to be forwarded before it is certain.
  static var holdsForLocal: Bool { get }
  /// The reason if it is this one.
  static func judge(_ flow: FlowCase) -> Reason?
  /// The same in full.
  static func explain(_ flow: FlowCase, _ reason: Reason) -> Explanation
}

extension ReasonRule {
  static var isPromise: Bool { false }
  static var holdsForLocal: Bool { false }
}

/// The rules in the order in which they are asked.
enum ReasonRules {
  /// What no setting changes comes first, then the settings, then what passes by itself.
  static let slow: [any ReasonRule.Type] = [
    ProtocolRule.self, LostFlagRule.self, LocalRule.self, NoSupportRule.self, NoFlowtableRule.self,
    PinnedRule.self,
    HelperRule.self, SequenceRule.self, NATClashRule.self, ClosingRule.self,
    NotEstablishedRule.self, UnrepliedRule.self, IPsecRule.self, NoRuleRule.self,
    DeviceRule.self, IdleRule.self, WaitingRule.self, UnknownRule.self,
  ]

  /// What keeps an offloaded flow's packets from the fast path comes first, then the way to hardware.
  static let software: [any ReasonRule.Type] = [
    HalfOffloadedRule.self, DeviceRule.self, MovingRule.self, LingeringRule.self,
    NoHardwareFlagRule.self, NoHardwareDeviceRule.self, HardwareProgressRule.self,
  ]

  /// The reason of a flow with the rule that found it.
  static func decide(_ flow: FlowCase) -> (reason: Reason, rule: any ReasonRule.Type)? {
    switch flow.flow.lane {
    case .slow: decide(flow, among: slow, endingAt: .certain)
    case .software: decide(flow, among: software, endingAt: .likely)
    case .hardware: nil
    }
  }

  /// Asks the rules in turn: the first that is sure enough, else the first of the surest.
  private static func decide(
    _ flow: FlowCase, among rules: [any ReasonRule.Type], endingAt enough: Certainty
  ) -> (reason: Reason, rule: any ReasonRule.Type)? {
    var best: (reason: Reason, rule: any ReasonRule.Type)?
    for rule in rules {
      guard var reason = rule.judge(flow) else { continue }
      if reason.certainty == .certain, flow.flow.lane == .slow, !rule.holdsForLocal,
        !flow.isForwarded
      {
        reason = Reason(reason.code, .likely)
      }
      if rule.isPromise, best != nil {
        reason = Reason(reason.code, min(reason.certainty, .likely))
      }
      if reason.certainty >= enough { return (reason, rule) }
      if best.map({ reason.certainty > $0.reason.certainty }) ?? true { best = (reason, rule) }
    }
    return best
  }
}

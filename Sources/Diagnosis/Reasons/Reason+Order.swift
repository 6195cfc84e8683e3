package import FlowModel

extension ReasonCode {
  /// Whether it speaks of a flow that is on the fast path, and why hardware does not forward it.
  package var isOfHardware: Bool {
    switch self {
    case .noHardwareFlag, .noHardwareDevice, .hardwareRefused, .hardwarePending: true
    default: false
    }
  }

  /// Whether something that an operator can change makes such flows faster: ruleset, devices,
  /// modules, settings.
  package var canBeMended: Bool { number <= ReasonCode.noHardwareDevice.number }

  /// Its place among all: what can be mended first, what lies in the nature of the flow last.
  package var number: UInt8 {
    switch self {
    case .noSupport: 0
    case .noFlowtable: 1
    case .noRule: 2
    case .inputDevice: 3
    case .outputDevice: 4
    case .halfOffloaded: 5
    case .helper: 6
    case .sequenceAdjust: 7
    case .noHardwareFlag: 8
    case .noHardwareDevice: 9
    case .unknown: 10
    case .hardwareRefused: 11
    case .hardwarePending: 12
    case .ipsec: 13
    case .pinnedSlow: 14
    case .waiting: 15
    case .idle: 16
    case .unreplied: 17
    case .notEstablished: 18
    case .closing: 19
    case .lingering: 20
    case .natClash: 21
    case .local: 22
    case .protocol: 23
    }
  }
}

extension Reason {
  /// The code as far as it is known: `unknown` where the certainty is.
  package var shownCode: ReasonCode { certainty == .unknown ? .unknown : code }

  /// The reason in a row: `no-rule` for certain, `no-rule?` for likely, `?` for not known.
  ///
  /// The certainty is never colour alone.
  package var label: String {
    let code = shownCode
    if code == .unknown { return "?" }
    return certainty == .certain ? code.rawValue : code.rawValue + "?"
  }

  /// How it stands in an order of flows, for a flow of this lane.
  ///
  /// What keeps a slow flow slow and is not known may be mended: it stands among what can be.
  package func rank(in lane: Lane) -> ReasonRank {
    let code = shownCode
    let isHeldBack =
      lane == .slow ? code == .unknown || code.canBeMended : code == .halfOffloaded
    return ReasonRank(isHeldBack: isHeldBack, number: code.number)
  }
}

/// Why a flow is not in a faster lane: the stable code of the reason.
///
/// The raw values are a promise to users (JSON, filters, scripts).
package enum ReasonCode: String, CaseIterable, Sendable, Hashable {
  /// The kernel offloads no flow of this protocol.
  case `protocol`
  /// The TCP connection is not established yet.
  case notEstablished = "not-established"
  /// The connection is ending.
  case closing
  /// No answer came yet.
  case unreplied
  /// No packet for longer than the flowtable's timeout.
  case idle
  /// The kernel or its module lacks flowtables.
  case noSupport = "no-support"
  /// No flowtable is configured.
  case noFlowtable = "no-flowtable"
  /// No rule reaches `flow add` for this flow.
  case noRule = "no-rule"
  /// The input device is in no flowtable.
  case inputDevice = "input-device"
  /// The output device is in no flowtable.
  case outputDevice = "output-device"
  /// The flow begins or ends on this router.
  case local
  /// A helper is attached to the flow.
  case helper
  /// TCP sequence numbers are adjusted.
  case sequenceAdjust = "sequence-adjust"
  /// The entry lost a race for its translation.
  case natClash = "nat-clash"
  /// IPsec transforms the flow's packets.
  case ipsec
  /// Our pin holds the flow.
  case pinnedSlow = "pinned-slow"
  /// A rule offloads it, but no packet came since.
  case waiting
  /// Only one direction is on the fast path.
  case halfOffloaded = "half-offloaded"
  /// The flag outlives the connection's end.
  case lingering
  /// Software only: the flowtable lacks `flags offload`.
  case noHardwareFlag = "no-hardware-flag"
  /// Software only: a device cannot, or may not, offload (`hw-tc-offload`).
  case noHardwareDevice = "no-hardware-device"
  /// Software only: the driver refused.
  case hardwareRefused = "hardware-refused"
  /// Software only, so far: hardware takes flows over a moment later.
  case hardwarePending = "hardware-pending"
  /// It cannot be told from here.
  case unknown
}

/// How sure a reason is.
package enum Certainty: UInt8, Sendable, Hashable, Comparable {
  case unknown
  case likely
  case certain

  /// The word in JSON and on screen.
  package var name: String {
    switch self {
    case .unknown: "unknown"
    case .likely: "likely"
    case .certain: "certain"
    }
  }

  package static func < (a: Certainty, b: Certainty) -> Bool { a.rawValue < b.rawValue }
}

/// A reason in two octets: what a row shows and a lane sums up.
package struct Reason: Hashable, Sendable {
  package let code: ReasonCode
  package let certainty: Certainty

  package init(_ code: ReasonCode, _ certainty: Certainty) {
    self.code = code
    self.certainty = certainty
  }
}

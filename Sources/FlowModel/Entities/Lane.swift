/// The way a flow really takes through the router.
package enum Lane: UInt8, CaseIterable, Sendable, Hashable {
  case slow
  case software
  case hardware

  /// Decides the lane from the two offload bits, which is all that the kernel tells.
  ///
  /// `IPS_HW_OFFLOAD` wins: a flow in hardware has both bits.
  package init(_ status: Status) {
    if status.contains(.hardwareOffload) {
      self = .hardware
    } else if status.contains(.offload) {
      self = .software
    } else {
      self = .slow
    }
  }

  /// The word on screen, in JSON and in the documentation.
  package var name: String {
    switch self {
    case .slow: "slow"
    case .software: "software"
    case .hardware: "hardware"
    }
  }

  /// The letter that stands in each row, so that a lane is never colour alone.
  package var letter: String {
    switch self {
    case .slow: "S"
    case .software: "F"
    case .hardware: "H"
    }
  }
}

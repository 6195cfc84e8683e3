/// A pin that holds a flow in a lane.
package struct LanePin: Hashable, Sendable {
  /// The lane that a flow can be held in; which fast one, kernel and driver decide.
  package enum Lane: String, CaseIterable, Hashable, Sendable {
    case slow
    case fast
  }

  /// By what the kernel holds it.
  package enum Means: Hashable, Sendable {
    /// The entry names a user-space helper of ours that does nothing: never offloaded.
    case helper(String)
    /// The entry carries an empty sequence adjustment: never offloaded.
    ///
    /// TCP only, where the kernel lacks `nfnetlink_cthelper`.
    case sequenceAdjustment
    /// The entry's id is in the set of our table, whose rule offloads it.
    case table

    package var words: String {
      switch self {
      case .helper(let name): "helper \(name)"
      case .sequenceAdjustment: "sequence adjustment"
      case .table: "table inet flowlanes"
      }
    }
  }

  package var lane: Lane
  package var means: Means
  /// The calendar's time when it ends, nanoseconds since 1970; nil for as long as the flow lives.
  package var until: UInt64?

  package init(_ lane: Lane, by means: Means, until: UInt64? = nil) {
    self.lane = lane
    self.means = means
    self.until = until
  }
}

/// Whether a pin does what it promises, as the polls show.
package enum PinStanding: String, Hashable, Sendable {
  /// The flow is in the lane that it is pinned to.
  case held
  /// It is not yet: its next packet decides.
  case pending
  /// It is not, although packets came.
  case failed

  package var name: String { rawValue }
}

extension LanePin {
  /// How long after a pin to fast packets may go by on the slow path before it counts as failed;
  /// nanoseconds.
  package static let patience: UInt64 = 5_000_000_000

  /// Whether a flow is where the pin holds it.
  ///
  /// - Parameters:
  ///   - seen: how long the pin has been seen, in nanoseconds.
  ///   - moved: whether packets came since it was first seen.
  package func standing(of flow: Flow, seen: UInt64, moved: Bool) -> PinStanding {
    switch lane {
    case .slow: flow.lane == .slow ? .held : .failed
    case .fast where flow.lane != .slow: .held
    case .fast: moved && seen > Self.patience ? .failed : .pending
    }
  }
}

/// What became of an action on one flow.
package struct ActionResult: Hashable, Sendable {
  package enum Outcome: Hashable, Sendable {
    /// Done.
    ///
    /// With the entry that stands in its place now, where there is one: after a reset, a pin or the end
    /// of a pin.
    case done(Flow?)
    /// The entry was not there any more, or its id was another flow's; nothing was done.
    case alreadyGone
    /// It was not tried, and why, as one sentence.
    case refused(String)
    /// It was tried and failed, and why, as one sentence.
    case failed(String)
  }

  /// The target, as it was when the action began.
  package var flow: Flow
  package var outcome: Outcome

  package init(_ flow: Flow, _ outcome: Outcome) {
    self.flow = flow
    self.outcome = outcome
  }
}

/// What was seen of a flow after its entry was deleted.
package enum Aftermath: Hashable, Sendable {
  /// A new entry for the same tuple came.
  ///
  /// So many nanoseconds after the delete, and in this lane once it had had the time to be offloaded.
  case cameBack(after: UInt64, Flow)
  /// None came within so many nanoseconds.
  case didNotComeBack(within: UInt64)
}

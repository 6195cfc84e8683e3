package import FlowModel

/// What became of a packet on its way through the forward hook.
package struct Walk: Sendable {
  /// Yes, no, or not to be told.
  package enum Truth: UInt8, Hashable, Sendable {
    case no
    case unknown
    case yes
  }

  /// A rule by its place in `Ruleset.rules`.
  package typealias RuleIndex = Int

  /// A `flow add` on the way.
  package struct Offload: Hashable, Sendable {
    package var rule: RuleIndex
    /// The flowtable it names, in the table of its rule.
    package var table: Ruleset.TableName
    package var flowtable: String
    /// Whether the packet reaches the statement.
    ///
    /// `unknown`: it hangs on what cannot be told.
    package var isReached: Truth
    /// Why `isReached` is less than certain, as one phrase.
    ///
    /// Of `unknown`: the expression that could not be decided. Of `yes` and `no`: what holds as of
    /// now, and may change with the next packet (a counter, a set that packets change); nil where
    /// the answer is certain. It is empty, not nil, where a walk does not explain.
    package var doubt: String?
    /// Why `isReached` is `no`.
    package var obstacle: Obstacle?

    /// How sure `isReached` is.
    package var certainty: Certainty {
      isReached == .unknown ? .unknown : doubt == nil ? .certain : .likely
    }
  }

  /// What kept a packet from a `flow add`.
  package enum Obstacle: Hashable, Sendable {
    /// A rule before it ended the packet's way through the chain (or dropped it).
    case decidedBefore(rule: RuleIndex, verdict: Ruleset.Verdict)
    /// The base chain's policy, or an earlier base chain's, dropped it.
    case policy(chain: Ruleset.Chain)
    /// The rule itself does not match: the expression that failed, as a phrase for a person
    /// (`tcp dport 443, but this flow's is 80`).
    case mismatch(rule: RuleIndex, phrase: String)
    /// No rule that the packet met leads to the chain of the `flow add`; `via` is the jump that did not
    /// match, if there is one, with its failing expression.
    case notCalled(chain: String, via: RuleIndex?, phrase: String?)
    /// Its chain hangs on another hook than forward, or on none, or its table is dormant, or of the
    /// other family.
    case otherHook(chain: String)
  }

  /// Every `flow add` of the ruleset with what became of it: those reached, in the packet's order; then the
  /// others.
  package var offloads: [Offload]
  /// Whether the packet is let through at the end.
  package var isAccepted: Truth
  /// What dropped it, when something did.
  package var dropper: Obstacle?
  /// The way, for a person: one sentence a chain or deciding rule.
  package var steps: [String]

  package init(
    offloads: [Offload] = [], isAccepted: Truth = .unknown, dropper: Obstacle? = nil,
    steps: [String] = []
  ) {
    self.offloads = offloads
    self.isAccepted = isAccepted
    self.dropper = dropper
    self.steps = steps
  }

  /// The `flow add` that the packet reaches for certain, or else may reach.
  package var offload: Offload? {
    offloads.first { $0.isReached == .yes } ?? offloads.first { $0.isReached == .unknown }
  }
}

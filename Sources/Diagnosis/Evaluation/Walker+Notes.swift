// What a walker notes on its way.
extension Walker {
  /// What made a result less than certain.
  struct Doubt: Hashable {
    enum Kind {
      /// The expression cannot be decided.
      case open
      /// It can, but as of now: counters grow, and packets change sets.
      case passing
      /// Whether a `flow add` succeeds.
      case offload
    }

    var rule: Int
    var expression: Int
    var kind: Kind
  }

  /// The packet at one point of its way.
  struct State {
    var marks: PacketFacts.Marks
    /// Whether it comes by here for certain; `doubt` tells why not.
    var isCertain = true
    var doubt: Doubt?
    /// What holds as of now alone, on the way here.
    var passing: Doubt?

    /// Where either may be the way it came.
    func joined(_ other: State?) -> State {
      guard let other else { return self }
      return State(
        marks: marks.joined(other.marks), isCertain: isCertain && other.isCertain,
        doubt: doubt ?? other.doubt, passing: passing ?? other.passing)
    }
  }

  /// How far the packet came in a chain.
  struct Visit {
    /// How many of its rules were asked; nil when the packet never came.
    var asked: Int?
    /// What ended its way in the chain.
    var end: Ending?
  }

  struct Ending {
    var rule: Int
    var decision: Operation.Decision
    /// What it rests on that holds as of now alone.
    var passing: Doubt?
  }

  /// Why a rule that was asked did not match.
  struct Failure {
    var expression: Int
    var marks: PacketFacts.Marks
    var facts: PacketFacts
    /// What it rests on that holds as of now alone.
    var passing: Doubt?
  }

  /// What happened on the way, for an account of it.
  enum Event {
    case enters(chain: Int)
    case decides(rule: Int, Operation.Decision, isCertain: Bool)
    case policy(chain: Int, isCertain: Bool)
  }

  /// What dropped a packet.
  enum Dropper {
    case rule(Ending)
    case policy(chain: Int, passing: Doubt?)
  }
}

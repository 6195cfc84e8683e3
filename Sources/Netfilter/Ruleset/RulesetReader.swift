import FlowModel
import NetlinkWire

/// Reads the nftables ruleset when it changed, and hands on the same one when it did not.
///
/// A poll costs one short message: `NFT_MSG_GETGEN`. Only another generation is read, whole, and
/// kept if the generation was the same after it. Elements that come and go without one (of sets that
/// rules add to, or with a timeout) are read again every `slowPeriod`.
struct RulesetReader {
  /// Elements of all sets together, beyond which a set is left unread: it would take a second and more.
  static let mostElements = 200_000
  /// How often a ruleset that changes while it is read is begun anew in one poll.
  private static let attempts = 3

  private let slowPeriod: UInt64
  private var current: Ruleset?
  private var elementsRead: UInt64 = 0
  /// Sets that were too large; they stay unread while they exist.
  private var oversized: Set<Ruleset.SetName> = []

  init(slowPeriod: UInt64) { self.slowPeriod = slowPeriod }

  /// Reads the ruleset of the socket's namespace; what keeps it from being read is one sentence.
  ///
  /// - Parameter now: nanoseconds on the monotonic clock.
  mutating func read(
    on socket: inout NetlinkSocket, tap: (any PollTap)?, at now: UInt64
  ) -> (Ruleset?, problem: String?) {
    do throws(KernelError) {
      var asker = Asker(tap: tap)
      return try read(&asker, &socket, at: now)
    } catch {
      current = nil
      if let number = error.errno { return (nil, NetlinkAnswer(errno: number).rulesetProblem) }
      return (nil, "\(error.sentence).")
    }
  }

  private mutating func read(
    _ asker: inout Asker, _ socket: inout NetlinkSocket, at now: UInt64
  ) throws(KernelError) -> (Ruleset?, problem: String?) {
    var generation = try asker.generation(on: &socket)
    if let current, current.generation == generation {
      if now - elementsRead >= slowPeriod { try refreshElements(&asker, &socket, at: now) }
      return (self.current, nil)
    }
    for _ in 0..<Self.attempts {
      asker.begin()
      let found = try ruleset(of: generation, &asker, &socket)
      let after = try asker.generation(on: &socket)
      if let example = asker.malformedExample {
        current = nil
        return (nil, "The kernel's answer about the ruleset was not understood: \(example)")
      }
      if after == generation && !asker.wasInterrupted {
        keep(found, at: now)
        if let current { asker.tap?.note(textsOf: current.rules) }
        return (current, nil)
      }
      generation = after
    }
    current = nil
    return (nil, NetlinkAnswer.changingRuleset)
  }

  /// Reads everything; torn when the generation is another one afterwards.
  private mutating func ruleset(
    of generation: UInt32, _ asker: inout Asker, _ socket: inout NetlinkSocket
  ) throws(KernelError) -> Ruleset {
    var found = Ruleset(generation: generation)
    found.tables = try asker.list(Ruleset.Table.self, .tables, on: &socket)
    found.chains = try asker.list(Ruleset.Chain.self, .chains, on: &socket)
    found.rules = try asker.list(Ruleset.Rule.self, .rules, on: &socket)
    found.objects = try asker.list(Ruleset.Object.self, .objects, on: &socket)
    found.sets = try asker.list(Ruleset.SetDefinition.self, .sets, on: &socket)
    oversized.formIntersection(found.sets.map(\.fullName))
    var room = Self.mostElements
    for i in found.sets.indices {
      found.sets[i].elements = try elements(of: found.sets[i].fullName, &room, &asker, &socket)
    }
    return found
  }

  /// The elements of a set; nil when they are too many, or the kernel would not tell them.
  private mutating func elements(
    of set: Ruleset.SetName, _ room: inout Int, _ asker: inout Asker, _ socket: inout NetlinkSocket
  ) throws(KernelError) -> [Ruleset.Element]? {
    guard !oversized.contains(set) else { return nil }
    switch try asker.elements(of: set, atMost: room, on: &socket) {
    case .some(let elements):
      room -= elements.count
      return elements
    case .none:
      if asker.wasTooMany { oversized.insert(set) }
      return nil
    }
  }

  /// Keeps what was read, with the arrays of before where they say the same.
  private mutating func keep(_ found: Ruleset, at now: UInt64) {
    var found = found
    if let texts = RuleTexts.read() {
      for i in found.rules.indices {
        found.rules[i].text = texts[found.rules[i].table, found.rules[i].handle]
      }
    }
    elementsRead = now
    current = current.map { found.reusing($0) } ?? found
  }

  /// Reads the elements again that change without a generation of their own.
  private mutating func refreshElements(
    _ asker: inout Asker, _ socket: inout NetlinkSocket, at now: UInt64
  ) throws(KernelError) {
    guard var ruleset = current else { return }
    elementsRead = now
    let lasting = ruleset.sets.filter { !$0.changesByItself }.reduce(0) {
      $0 + ($1.elements?.count ?? 0)
    }
    var room = max(0, Self.mostElements - lasting)
    for i in ruleset.sets.indices where ruleset.sets[i].changesByItself {
      let found = try elements(of: ruleset.sets[i].fullName, &room, &asker, &socket)
      if !Ruleset.Element.areSame(found, ruleset.sets[i].elements) {
        ruleset.sets[i].elements = found
      }
    }
    current = ruleset
  }
}

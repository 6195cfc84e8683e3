import FlowModel
import NetlinkWire

/// Reads the nftables ruleset when it changed, and hands on the same one when it did not.
///
/// A poll costs one short message: `NFT_MSG_GETGEN`. Only another generation is read, whole, and
/// kept if the generation was the same after it. Elements that come and go without one (of sets that
/// rules add to, or with a timeout) are read again every `slowPeriod`. What takes long, the elements
/// of thousands of sets and the rules' texts, is gone on with in the polls after.
struct RulesetReader {
  /// Elements of all sets together, beyond which a set is left unread: it would take a second and more.
  static let mostElements = 200_000
  /// How often a ruleset that changes while it is read is begun anew in one poll.
  private static let attempts = 3
  /// How long a poll reads elements, in nanoseconds.
  ///
  /// The kernel looks through a table's sets for each request: ten thousand take it seven seconds.
  private static let elementsTime: UInt64 = 500_000_000
  /// How long a poll waits for texts, in milliseconds.
  private static let textsTime: Int32 = 250

  /// Whether rules get their texts, as nft(8) prints them.
  var readsTexts = true
  private let slowPeriod: UInt64
  private var current: Ruleset?
  private var elementsRead: UInt64 = 0
  /// Sets that were too large; they stay unread while they exist.
  private var oversized: Set<Ruleset.SetName> = []
  /// Places of the sets in `current` that are still to be read.
  private var unread: [Int] = []
  private var listing: RuleListing?

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
      forget()
      if let number = error.errno { return (nil, NetlinkAnswer(errno: number).rulesetProblem) }
      return (nil, "\(error.sentence).")
    }
  }

  private mutating func forget() {
    current = nil
    listing = nil
    unread = []
  }

  private mutating func read(
    _ asker: inout Asker, _ socket: inout NetlinkSocket, at now: UInt64
  ) throws(KernelError) -> (Ruleset?, problem: String?) {
    var generation = try asker.generation(on: &socket)
    if let current, current.generation == generation {
      if try goOn(&asker, &socket, at: now) { return (self.current, nil) }
      generation = try asker.generation(on: &socket)
    }
    for _ in 0..<Self.attempts {
      asker.begin()
      let found = try ruleset(of: generation, &asker, &socket)
      let after = try asker.generation(on: &socket)
      if let example = asker.malformedExample {
        forget()
        return (nil, "The kernel's answer about the ruleset was not understood: \(example)")
      }
      if after == generation && !asker.wasInterrupted {
        elementsRead = now
        keep(found)
        if readsTexts {
          listing = RuleListing()
          takeTexts(asker.tap)
        }
        return (current, nil)
      }
      generation = after
    }
    forget()
    return (nil, NetlinkAnswer.changingRuleset)
  }

  /// Keeps what was read, with the texts and the arrays of before where they say the same.
  private mutating func keep(_ found: Ruleset) {
    var found = found
    if let current {
      found.takeTexts(of: current)
      found = found.reusing(current)
    }
    current = found
  }

  /// Takes the rules' texts, once they are there.
  private mutating func takeTexts(_ tap: (any PollTap)?) {
    guard let state = listing?.wait(milliseconds: Self.textsTime) else { return }
    if case .pending = state { return }
    listing = nil
    guard case .done(let texts) = state, var ruleset = current else { return }
    for i in ruleset.rules.indices {
      ruleset.rules[i].text = texts[ruleset.rules[i].table, ruleset.rules[i].handle]
    }
    keep(ruleset)
    tap?.note(textsOf: ruleset.rules)
  }

  // MARK: The whole

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
    var known: [Ruleset.SetName: Ruleset.SetDefinition] = [:]
    for set in current?.sets ?? [] { known[set.fullName] = set }
    unread = []
    for i in found.sets.indices {
      if let twin = known[found.sets[i].fullName], found.sets[i].hasTheElements(of: twin) {
        found.sets[i].elements = twin.elements
      }
      if found.sets[i].elements == nil { unread.append(i) }
    }
    try readElements(unread, of: &found, &asker, &socket)
    return found
  }

  // MARK: Elements

  /// Reads in a generation that did not change what is still to be read; false when it changed after
  /// all, and what was read may be of the next one.
  private mutating func goOn(
    _ asker: inout Asker, _ socket: inout NetlinkSocket, at now: UInt64
  ) throws(KernelError) -> Bool {
    takeTexts(asker.tap)
    guard var ruleset = current else { return false }
    var places = unread
    if now - elementsRead >= slowPeriod {
      elementsRead = now
      places += ruleset.sets.indices.filter { ruleset.sets[$0].changesByItself }
    }
    guard !places.isEmpty else { return true }
    try readElements(places, of: &ruleset, &asker, &socket)
    guard try asker.generation(on: &socket) == ruleset.generation, !asker.wasInterrupted else {
      return false
    }
    current = ruleset
    return true
  }

  /// Reads the elements of the sets at these places, as many as there is time for.
  private mutating func readElements(
    _ places: [Int], of ruleset: inout Ruleset, _ asker: inout Asker,
    _ socket: inout NetlinkSocket
  ) throws(KernelError) {
    let deadline = Clock.monotonic() + Self.elementsTime
    var room = Self.mostElements
    let rereading = Set(places)
    for i in ruleset.sets.indices where !rereading.contains(i) {
      room -= ruleset.sets[i].elements?.count ?? 0
    }
    var left = places[...]
    while Clock.monotonic() < deadline, let i = left.popFirst() {
      let set = ruleset.sets[i].fullName
      guard !oversized.contains(set) else { continue }
      let found = try asker.elements(of: set, atMost: max(0, room), on: &socket)
      if asker.wasTooMany { oversized.insert(set) }
      room -= found?.count ?? 0
      if !Ruleset.Element.areSame(found, ruleset.sets[i].elements) {
        ruleset.sets[i].elements = found
      }
    }
    unread = Array(left)
  }
}

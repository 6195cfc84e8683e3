import FlowModel
import NetlinkWire

/// The answer to one of the small requests, and whether it says something new.
///
/// Answers carry figures that change without end (the lifetime of an address): only what the
/// program reads of them is compared.
struct RecordedList: Sendable {
  private enum Content: Equatable, Sendable {
    case list(any ItemList)
    case refused(NetlinkFailure)

    static func == (a: Content, b: Content) -> Bool {
      switch (a, b) {
      case (.list(let one), .list(let other)): one.isEqual(to: other)
      case (.refused(let one), .refused(let other)): one == other
      default: false
      }
    }
  }

  let request: Request
  private(set) var sequence: UInt32 = 0
  /// The last answer, of whichever poll.
  private(set) var datagrams: [[UInt8]] = []
  /// A poll has begun since the last answer.
  private(set) var isOld = false
  private var isDecoded = false
  private var content: Content?
  private var recorded: Content?

  /// Octets up to which a list is written whenever it changed.
  private static let largest = 1 << 17

  init(_ request: Request) { self.request = request }

  private var size: Int { datagrams.reduce(0) { $0 + $1.count } }

  mutating func begin() { isOld = true }

  mutating func take(_ datagram: RawSpan, _ sequence: UInt32) {
    // The list was asked for again, since it changed on the way: the last answer holds.
    if isOld || sequence != self.sequence { datagrams = [] }
    isOld = false
    isDecoded = false
    self.sequence = sequence
    datagrams.append(datagram.copy())
  }

  /// Whether it has to be written in this poll.
  ///
  /// What is read rarely is written in a full poll as it was read last.
  mutating func isDue(full: Bool) -> Bool {
    guard !datagrams.isEmpty else { return false }
    // One that is long and changes all the time waits for the next full poll.
    return full || differs && (recorded == nil || size <= Self.largest)
  }

  /// Whether it says something that was not written yet.
  private var differs: Bool {
    mutating get {
      if !isDecoded {
        content = decoded()
        isDecoded = true
      }
      return content != recorded
    }
  }

  /// Whether it is the number of a generation that was not written yet.
  mutating func isNewGeneration() -> Bool {
    request == .generation && !datagrams.isEmpty && differs
  }

  /// The sets that it lists; nil when it is another list.
  mutating func setNames() -> Set<Ruleset.SetName>? {
    _ = differs
    guard case .list(let list) = content, let sets = list as? Items<Ruleset.SetDefinition> else {
      return nil
    }
    return Set(sets.items.map(\.fullName))
  }

  mutating func written() {
    _ = differs
    recorded = content
  }

  private func decoded() -> Content {
    do throws(NetlinkFailure) {
      return .list(try request.item.items(in: datagrams, sequence: sequence))
    } catch {
      return .refused(error)
    }
  }
}

/// The answers to the small requests, in the order in which they were first asked.
struct RecordedLists: Sendable {
  private var lists: [RecordedList] = []
  private var places: [Request: Int] = [:]

  mutating func begin() {
    for i in lists.indices { lists[i].begin() }
  }

  mutating func take(_ datagram: RawSpan, answering request: Request, _ sequence: UInt32) {
    let place = places[request] ?? lists.count
    if place == lists.count {
      lists.append(RecordedList(request))
      places[request] = place
    }
    lists[place].take(datagram, sequence)
  }

  /// The lists that have to be written in this poll, which are taken for written.
  ///
  /// A new generation of the ruleset is written whole: its parts say which one they are of.
  ///
  /// - Parameter withTexts: the generation's frame is needed, to carry the rules' texts.
  mutating func due(full: Bool, withTexts: Bool = false) -> [RecordedList] {
    forgetSets()
    var isNew = false
    for i in lists.indices where lists[i].isNewGeneration() { isNew = true }
    var found: [RecordedList] = []
    for i in lists.indices
    where lists[i].isDue(
      full: full || isNew && lists[i].request.isPartOfRuleset
        || withTexts && lists[i].request == .generation)
    {
      found.append(lists[i])
      lists[i].written()
    }
    return found
  }

  /// Forgets the elements of sets that were gone when the sets were listed last.
  private mutating func forgetSets() {
    guard let place = places[.sets], !lists[place].isOld, let names = lists[place].setNames() else {
      return
    }
    let count = lists.count
    lists.removeAll {
      guard case .elements(let set) = $0.request else { return false }
      return !names.contains(set)
    }
    guard lists.count != count else { return }
    places = [:]
    for i in lists.indices { places[lists[i].request] = i }
  }
}

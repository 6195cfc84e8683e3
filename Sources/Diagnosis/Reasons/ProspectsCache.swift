import FlowModel

/// What was found out about flows, kept while neither they nor their surroundings change.
struct ProspectsCache: Sendable {
  private struct Entry {
    var signature: Signature
    var prospects: Prospects
    /// The poll that asked for it last.
    var poll: UInt64
  }

  /// What of a flow its prospects rest on, besides its key.
  private struct Signature: Equatable {
    let reply: Tuple
    let status: Status
    let state: ConnectionState?
    let mark: UInt32?
    let extras: FlowExtras?
    /// What changes with each packet, where rules ask for it.
    let orig: Counters?
    let answers: Counters?
    let timeout: UInt32?

    init(_ flow: Flow, readsCounters: Bool) {
      reply = flow.reply
      status = flow.status
      state = flow.state
      mark = flow.mark
      extras = flow.extras
      orig = readsCounters ? flow.origCounters : nil
      answers = readsCounters ? flow.replyCounters : nil
      timeout = readsCounters ? flow.timeout : nil
    }
  }

  private var entries: [FlowKey: Entry] = [:]
  private var poll: UInt64 = 0
  /// How many entries the current poll asked for.
  private var asked = 0

  var count: Int { entries.count }

  /// Lets go of flows that nobody asks for any more, once they are as many as the others.
  mutating func beginPoll() {
    if entries.count > 2 * asked + 1024 {
      let last = poll
      entries = entries.filter { $0.value.poll == last }
    }
    poll += 1
    asked = 0
  }

  mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

  /// What is known of a flow that is as it was.
  mutating func prospects(of flow: Flow, _ around: Surroundings) -> Prospects? {
    guard let place = entries.index(forKey: flow.key) else { return nil }
    let readsCounters = around.traits?.readsCounters ?? false
    guard entries.values[place].signature == Signature(flow, readsCounters: readsCounters) else {
      return nil
    }
    if entries.values[place].poll != poll {
      entries.values[place].poll = poll
      asked += 1
    }
    return entries.values[place].prospects
  }

  mutating func keep(_ prospects: Prospects, of flow: Flow, _ around: Surroundings) {
    let signature = Signature(flow, readsCounters: around.traits?.readsCounters ?? false)
    entries[flow.key] = Entry(signature: signature, prospects: prospects, poll: poll)
    asked += 1
  }
}

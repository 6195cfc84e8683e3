import FlowModel

/// Keys that act on flows: each asks first, and fixes its targets while it does.
extension Model {
  /// What is known of the machine, for consequences and refusals.
  var machine: Machine { newest.snapshot?.machine ?? Machine() }

  mutating func askToFlush() {
    guard let record = chosen(to: "flush") else { return }
    question = Question(
      .flush, Targets(record, settings),
      consequences: FlushConsequences(record.flow, machine).sentences,
      commands: [ConntrackCommand.delete(record.flow)])
  }

  /// The tagged flows, or all that the filter asks for: never all flows.
  mutating func askToFlushMany() {
    guard mayAct() else { return }
    if !listing.tags.isEmpty {
      askToFlush(tagged, Self.choiceOfTags)
    } else if !listing.filter.isEmpty {
      let (model, records) = (self, shown.records)
      let matching = listing.matching(moment).lazy.map { records[$0] }
      askToFlush(
        matching.filter { model.lives($0.key) },
        "All that match: \(listing.narrowings.joined(separator: ", ")).")
    } else {
      say("X flushes many: tag flows with Space, or filter them with / first.", .warning)
    }
  }

  private mutating func askToFlush(_ records: some Sequence<FlowRecord>, _ choice: String) {
    let targets = Targets(records, by: choice, settings)
    guard !targets.keys.isEmpty else { return say("No flow that lives matches.", .warning) }
    question = Question(
      .flush, targets, consequences: ManyConsequences(records, machine).flush)
  }

  mutating func askToReset() {
    // A page is about its own flow, whatever is tagged behind it.
    if page == nil, !listing.tags.isEmpty { return askToResetTagged() }
    guard let record = chosen(to: "reset") else { return }
    if let refusal = refusal(.reset, record.flow) {
      return say("Not reset: \(refusal)", .warning)
    }
    question = Question(
      .reset, Targets(record, settings),
      consequences: ActionConsequences(.reset, record.flow, machine).sentences,
      commands: ActionCommands.of(.reset, record.flow, pin: nil, fastPath: FastPath()))
  }

  private static let choiceOfTags = "The tagged ones, listed now or not."

  private mutating func askToResetTagged() {
    guard mayAct() else { return }
    let all = tagged
    var refused: [String] = []
    let records = all.filter { record in
      guard let sentence = refusal(.reset, record.flow) else { return true }
      refused.append(sentence)
      return false
    }
    guard !records.isEmpty else {
      return say("None can be reset: \(refused.first ?? "they have ended.")", .warning)
    }
    var consequences = ManyConsequences(records, machine).reset
    if let first = refused.first {
      consequences.append("\(Quantity.count(refused.count)) more cannot be reset: \(first)")
    }
    question = Question(
      .reset, Targets(records, by: Self.choiceOfTags, settings), consequences: consequences)
  }

  /// Why an action cannot be tried on a flow, as one sentence; nil where it can.
  func refusal(_ action: FlowAction, _ flow: Flow) -> String? {
    ActionRefusal.sentence(action, flow, pin: newest.pins[flow.key], machine: machine)
  }

  /// Whether the newest poll still saw the flow.
  func lives(_ key: FlowKey) -> Bool { store.record(key).map { !$0.hasEnded } ?? false }

  /// The tagged flows in the order of the store, as the newest poll saw them.
  private var tagged: [FlowRecord] {
    listing.tags.compactMap { store.place(of: $0) }.sorted().map { store.records[$0] }
      .filter { !$0.hasEnded }
  }

  /// Whether an action may begin; says why not.
  mutating func mayAct() -> Bool {
    if let refusal = settings.refusal {
      say(refusal, .warning)
    } else if let underway {
      say("\(underway.text) goes on: Esc stops it.", .warning)
    } else {
      return true
    }
    return false
  }

  /// The selected flow while it lives; says why there is none.
  mutating func chosen(to verb: String) -> FlowRecord? {
    guard mayAct() else { return nil }
    guard let key = focus else {
      askForSelection()
      return nil
    }
    guard let record = shown.record(key), !record.hasEnded, lives(key) else {
      say("This flow has ended: there is nothing to \(verb).", .warning)
      return nil
    }
    return record
  }
}

import FlowModel

/// What became of actions.
extension Model {
  /// Asks to stop what is under way; nil where nothing is, or it was asked before.
  mutating func stopActing() -> [Effect]? {
    guard let underway, !underway.isStopping else { return nil }
    self.underway?.isStopping = true
    say("Stopping; what is done stays done.")
    return [.stopActing]
  }

  mutating func finish(_ action: FlowAction, _ results: [ActionResult]) -> [Effect] {
    let summary = ActionSummary(action, results, underway)
    // A pin whose time is over ends by itself, while something else may be under way.
    if underway?.action == action { underway = nil }
    notice = summary.notice
    if action == .flush {
      aftermaths = []
      listing.tags.subtract(results.map(\.flow.key))
    } else {
      follow(results)
    }
    // What the action changed should be seen now, not at the next tick.
    return isResting ? [] : [.pollNow]
  }

  /// Goes on with the entries that stand in the places of those before.
  private mutating func follow(_ results: [ActionResult]) {
    var replacements: [(old: Flow, new: Flow)] = []
    var successors: [FlowKey: FlowKey] = [:]
    for result in results {
      guard case .done(let new?) = result.outcome else { continue }
      replacements.append((result.flow, new))
      if result.flow.key != new.key { successors[result.flow.key] = new.key }
    }
    guard !replacements.isEmpty else { return }
    settleAll()
    newest.follow(replacements)
    frozen?.follow(replacements)
    listing.follow(successors)
    page?.follow(successors)
    if let key = trace?.key, let next = successors[key], let before = trace {
      trace = FlowTrace(next, after: before)
    }
    rearrange()
  }

  /// Tells what was seen of a flow after its entry was deleted.
  mutating func tell(_ aftermath: Aftermath, of flow: Flow) {
    aftermaths.append(aftermath)
    notice = aftermaths.count == 1 ? Notice(aftermath, of: flow) : Notice(aftermaths)
  }
}

extension Notice {
  fileprivate init(_ aftermath: Aftermath, of flow: Flow) {
    switch aftermath {
    case .cameBack(let after, let new):
      let time = Quantity.duration(nanoseconds: after)
      self = .lasting("Came back in \(time), \(new.lane.name): \(flow.title)", .good)
    case .didNotComeBack(let within):
      let time = Quantity.duration(nanoseconds: within)
      self = .lasting("Did not come back within \(time): \(flow.title)")
    }
  }

  /// Several flows at once.
  fileprivate init(_ aftermaths: [Aftermath]) {
    var lanes: [Lane: Int] = [:]
    var longest: UInt64 = 0
    for case .cameBack(let after, let new) in aftermaths {
      lanes[new.lane, default: 0] += 1
      longest = max(longest, after)
    }
    let back = lanes.values.reduce(0, +)
    let ways = Lane.allCases.compactMap { lane in lanes[lane].map { "\($0) \(lane.name)" } }
    let all = "\(back) of \(aftermaths.count) came back"
    guard back > 0 else {
      self = .lasting("None of \(aftermaths.count) came back.")
      return
    }
    let time = Quantity.duration(nanoseconds: longest)
    self = .lasting("\(all) within \(time): \(ways.joined(separator: ", ")).", .good)
  }

  /// One that is to be read in peace.
  static func lasting(_ text: String, _ level: Level = .plain) -> Notice {
    var notice = Notice(text, level)
    notice.life = 12
    return notice
  }
}

extension Page {
  fileprivate mutating func follow(_ successors: [FlowKey: FlowKey]) {
    var page = Page(content.following(successors), over: below?.following(successors))
    page.top = top
    self = page
  }
}

extension Page.Content {
  fileprivate func following(_ successors: [FlowKey: FlowKey]) -> Page.Content {
    switch self {
    case .details(let key): .details(successors[key] ?? key)
    case .explanation(let key): .explanation(successors[key] ?? key)
    case .help, .flowtables, .doctor: self
    }
  }
}

extension FilterTest {
  /// What the test comes to for a flow; `text` is not asked here, but by the program.
  func truth(_ flow: Flow, _ facts: inout some FlowFacts) -> FilterTruth {
    switch self {
    case .family(let family): FilterTruth(flow.orig.family == family)
    case .l4(let l4): FilterTruth(flow.l4 == l4)
    case .address(let side, let prefix): FilterTruth(flow.has(prefix, at: side))
    case .ports(let side, let from, let to, let isExcluded):
      FilterTruth(flow.l4.hasPorts && flow.hasPort(from...to, at: side) != isExcluded)
    case .lane(let lane): FilterTruth(flow.lane == lane)
    case .offloaded: FilterTruth(flow.lane != .slow)
    case .translated(let side): FilterTruth(flow.isTranslated(at: side))
    case .status(let bits): FilterTruth(flow.status.contains(bits))
    case .unreplied: FilterTruth(!flow.status.contains(.seenReply))
    case .state(let state): state.truth(flow)
    case .mark(let comparison, let bound, let mask):
      flow.mark.map { FilterTruth(comparison.holds(UInt64($0 & mask), UInt64(bound))) }
        ?? .unknown
    case .zone(let comparison, let bound):
      FilterTruth(comparison.holds(UInt64(flow.zone.id), UInt64(bound)))
    case .id(let comparison, let bound):
      FilterTruth(comparison.holds(UInt64(flow.id), UInt64(bound)))
    case .amount(let amount, let comparison, let bound):
      amount.truth(flow, facts, comparison, bound)
    case .helper(let name):
      FilterTruth(flow.helper.map { helper in name.map(helper.isSpelled) ?? true } ?? false)
    case .device(let side, let name, let isPrefix):
      facts.devices().truth(side, name, isPrefix: isPrefix)
    case .reason(let code): Self.truth(facts.reason(), code)
    case .pinned: FilterTruth(facts.isPinned)
    case .text: .unknown
    }
  }

  /// A flow in the best lane has no reason, which is known; a reason that is not known may be any.
  private static func truth(_ reason: FilterReason?, _ code: String) -> FilterTruth {
    guard let reason else { return .no }
    if reason.code == code { return .yes }
    return reason.isKnown ? .no : .unknown
  }
}

extension FilterTest.Amount {
  /// Compares the number; where a part of it alone is known, it is that or more.
  fileprivate func truth(
    _ flow: Flow, _ facts: some FlowFacts, _ comparison: FilterComparison, _ bound: UInt64
  ) -> FilterTruth {
    switch self {
    case .rate:
      let rates = facts.rates
      guard let total = rates.total else { return .unknown }
      let isWhole = rates.orig != nil && rates.reply != nil
      let rate = UInt64(exactly: max(0, total).rounded()) ?? .max
      return comparison.truth(rate, isExact: isWhole, bound)
    case .bytes:
      guard let (total, isWhole) = Self.total(flow, facts.carried) else { return .unknown }
      return comparison.truth(total.bytes, isExact: isWhole, bound)
    case .packets:
      guard let (total, isWhole) = Self.total(flow, facts.carried) else { return .unknown }
      return comparison.truth(total.packets, isExact: isWhole, bound)
    case .age:
      guard let age = facts.age else { return .unknown }
      return comparison.truth(age.nanoseconds / 1_000_000_000, isExact: age.exact, bound)
    case .timeout:
      guard let timeout = flow.timeout else { return .unknown }
      return comparison.truth(UInt64(timeout), isExact: true, bound)
    }
  }

  /// What both directions carried, through every entry that the flow had, and whether that is all.
  private static func total(_ flow: Flow, _ carried: CarriedCounters?) -> (Counters, Bool)? {
    let orig = FlowRecord.sum(flow.origCounters, carried?.orig)
    let reply = FlowRecord.sum(flow.replyCounters, carried?.reply)
    return FlowRecord.sum(orig, reply).map { ($0, orig != nil && reply != nil) }
  }
}

extension FilterComparison {
  fileprivate func truth(_ value: UInt64, isExact: Bool, _ bound: UInt64) -> FilterTruth {
    isExact ? FilterTruth(holds(value, bound)) : truth(atLeast: value, bound)
  }
}

extension FilterDevices {
  fileprivate func truth(_ side: FilterTest.Side, _ name: String, isPrefix: Bool) -> FilterTruth {
    func truth(_ device: String?, _ isKnown: Bool) -> FilterTruth {
      guard let device else { return isKnown ? .no : .unknown }
      if isPrefix ? device.begins(with: name) : device.isSpelled(name) { return .yes }
      return isKnown ? .no : .unknown
    }
    let into = side == .destination ? .no : truth(input, inputIsKnown)
    let out = side == .source ? .no : truth(output, outputIsKnown)
    if into == .yes || out == .yes { return .yes }
    return into == .unknown || out == .unknown ? .unknown : .no
  }
}

extension String {
  /// Whether it is this word, whose ASCII letters are in lower case.
  fileprivate func isSpelled(_ word: String) -> Bool {
    utf8.count == word.utf8.count && begins(with: word)
  }

  fileprivate func begins(with word: String) -> Bool {
    var letters = utf8.makeIterator()
    for letter in word.utf8 where letters.next()?.lowered != letter { return false }
    return true
  }
}

extension Flow {
  fileprivate func has(_ prefix: AddressPrefix, at side: FilterTest.Side) -> Bool {
    if side != .destination,
      prefix.contains(orig.source) || prefix.contains(reply.destination)
    {
      return true
    }
    return side != .source
      && (prefix.contains(orig.destination) || prefix.contains(reply.source))
  }

  fileprivate func hasPort(_ range: ClosedRange<UInt16>, at side: FilterTest.Side) -> Bool {
    if side != .destination,
      range.contains(orig.sourcePort) || range.contains(reply.destinationPort)
    {
      return true
    }
    return side != .source
      && (range.contains(orig.destinationPort) || range.contains(reply.sourcePort))
  }

  /// Whether NAT changed an end, by the bits or by the tuples: as `translation`, which allocates.
  fileprivate func isTranslated(at side: FilterTest.Side) -> Bool {
    let hasPorts = l4.hasPorts
    if side != .destination {
      if status.contains(.sourceNAT) || reply.destination != orig.source { return true }
      if hasPorts && reply.destinationPort != orig.sourcePort { return true }
    }
    if side != .source {
      if status.contains(.destinationNAT) || reply.source != orig.destination { return true }
      if hasPorts && reply.sourcePort != orig.destinationPort { return true }
    }
    return false
  }
}

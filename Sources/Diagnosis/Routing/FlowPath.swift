import FlowModel

/// The way of a flow through this machine, as far as routing tells.
struct FlowPath: Hashable, Sendable {
  /// Where packets to the side go where the flow began: by the same way its own packets are
  /// expected to come.
  var input: RouteAnswer
  /// Where packets to the other side go.
  var output: RouteAnswer
  /// How sure it is that the flow begins, or ends, on this machine; nil when it does not.
  var begins: Certainty?
  var ends: Certainty?

  /// How sure it is that the flow is this machine's own.
  var isLocal: Certainty? {
    guard let begins else { return ends }
    return ends.map { max($0, begins) } ?? begins
  }
}

/// Finds the way of flows: routing, addresses and what no router passes on.
struct PathFinder: Sendable {
  let resolver: RouteResolver
  let links: LinkGraph
  /// Whether bridged packets may be tracked too, though no router passes them on.
  let mayTrackBridged: Bool

  func with(mayTrackBridged: Bool) -> PathFinder {
    PathFinder(resolver: resolver, links: links, mayTrackBridged: mayTrackBridged)
  }

  /// The way of a flow; `mark` tells with which mark packets of a direction come to routing when they
  /// came in by one of these devices (nil: by any).
  func path(
    of flow: Flow, mark: (Ruleset.CtDirection, [UInt32]?) -> PartialWord
  ) -> FlowPath {
    let reply = flow.reply
    let orig = flow.orig
    // After destination NAT, before source NAT: so the forward hook and routing see it.
    var forth = RouteQuery(
      source: orig.source, destination: reply.source, family: orig.family, l4: orig.l4,
      sourcePort: orig.sourcePort, destinationPort: reply.sourcePort, mark: mark(.original, nil))
    var back = RouteQuery(
      source: reply.source, destination: orig.source, family: orig.family, l4: orig.l4,
      sourcePort: reply.sourcePort, destinationPort: orig.sourcePort, mark: mark(.reply, nil))
    let guess = flow.mark ?? 0
    var output = resolve(forth, guess)
    var input = resolve(back, guess)
    // Each way may hang on where packets came in, and so on the other.
    if resolver.asksForInput(orig.family) || resolver.asksForMark(orig.family) {
      for _ in 0..<2 {
        back.inputs = inputs(output)
        back.mark = mark(.reply, back.inputs)
        input = resolve(back, guess)
        forth.inputs = inputs(input)
        forth.mark = mark(.original, forth.inputs)
        output = resolve(forth, guess)
      }
    }
    var path = FlowPath(
      input: input, output: output, begins: locality(orig.source, orig.family, input),
      ends: locality(reply.source, orig.family, output))
    if orig.source.isNeverRouted || reply.source.isNeverRouted {
      path.ends = path.ends == .certain || !mayTrackBridged ? .certain : .likely
    } else if reply.source.isMulticast, path.ends == nil {
      path.ends = .likely
    }
    return path
  }

  /// Resolves a query; of several targets, those come first that a guessed mark leads to.
  ///
  /// Rulesets for several providers keep a flow's way in its connection mark.
  private func resolve(_ query: RouteQuery, _ guess: UInt32) -> RouteAnswer {
    let answer = resolver.resolve(query)
    guard query.mark.known != .max, answer.targets.count > 1 else { return answer }
    var guessed = query
    guessed.mark = PartialWord(guess)
    let likely = resolver.resolve(guessed).targets.filter(answer.targets.contains)
    let others = answer.targets.filter { !likely.contains($0) }
    return RouteAnswer(targets: likely + others, isComplete: answer.isComplete)
  }

  private func inputs(_ answer: RouteAnswer) -> [UInt32]? {
    let devices = answer.devices
    return answer.isComplete && !devices.isEmpty ? devices : nil
  }

  /// How sure it is that an address is this machine's own; nil when it is not.
  private func locality(
    _ address: Address, _ family: Family, _ answer: RouteAnswer
  ) -> Certainty? {
    if address.isLoopback { return .certain }
    switch answer.certain {
    case .local: return .certain
    // Passed on only where `bc_forwarding` is set.
    case .broadcast: return .likely
    case .device, .unreachable: return nil
    case nil: break
    }
    let isOwned = links.owns(address)
    if isOwned && !links.hasVRF {
      return resolver.asksLocalFirst(family) == true ? .certain : .likely
    }
    if isOwned { return .likely }
    return answer.targets.contains(.local) ? .unknown : nil
  }
}

extension Address {
  /// 127.0.0.0/8 and ::1.
  var isLoopback: Bool {
    if let ipv4 { return ipv4 >> 24 == 127 }
    return high == 0 && low == 1
  }

  /// 224.0.0.0/4 and ff00::/8.
  var isMulticast: Bool {
    if let ipv4 { return ipv4 >> 28 == 0xe }
    return high >> 56 == 0xff
  }

  /// An address of one link alone, which no router passes on: 224.0.0.0/24, 255.255.255.255 and
  /// 0.0.0.0; fe80::/10, multicast of interface or link scope, and ::.
  var isNeverRouted: Bool {
    if let ipv4 { return ipv4 >> 8 == 0xe0_0000 || ipv4 == .max || ipv4 == 0 }
    if high >> 54 == 0x3fa || self == .unspecified { return true }
    // The scope is the low half of the second octet: 1 is the interface, 2 the link.
    return isMulticast && (1...2).contains(high >> 48 & 0xf)
  }
}

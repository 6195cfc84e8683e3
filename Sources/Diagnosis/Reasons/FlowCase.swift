import FlowModel

/// One flow with all that its reason may rest on, each part found when it is first asked for.
final class FlowCase {
  let flow: Flow
  let history: FlowHistory?
  let around: Surroundings
  private var known: Prospects?
  private var isNew = false
  private var walked: [Walk?] = [nil, nil]
  /// Whether rules may be asked.
  private let mayWalk: Bool
  /// They were to be asked, and might not.
  private(set) var isHeldBack = false

  init(
    _ flow: Flow, _ history: FlowHistory?, _ around: Surroundings, _ known: Prospects? = nil,
    mayWalk: Bool = true
  ) {
    self.mayWalk = mayWalk
    self.flow = flow
    self.history = history
    self.around = around
    self.known = known
  }

  /// What was found out beyond what was known, to be kept.
  var found: Prospects? { isNew ? known : nil }
  /// How many rules were asked for it, at most.
  var work: Int {
    isNew && known?.reach != nil ? 4 * (around.ruleset.map { $0.rules.count + 16 } ?? 0) : 0
  }

  var path: FlowPath {
    if let known { return known.path }
    let path = around.paths.path(of: flow) { direction, inputs in
      guard around.mayMark else { return PartialWord(0) }
      guard let evaluator = around.evaluator, !around.parts.hasHiddenRules,
        around.paths.resolver.asksForMark(flow.orig.family)
      else { return PartialWord(nil) }
      let links = inputs?.compactMap { around.links[$0] }
      return evaluator.markAtRouting(
        Packet(
          flow, direction, inputs: links.map { $0.map { Packet.Device($0) } },
          isEstablished: direction == .original ? hasAnswer : true))
    }
    known = Prospects(path: path)
    isNew = true
    return path
  }

  /// Whether the flow surely neither begins nor ends on this machine.
  ///
  /// Where the routes are not known (or too many to read), the addresses tell, as long as they are asked
  /// first.
  var isForwarded: Bool {
    guard path.isLocal == nil else { return false }
    if path.input.isComplete && path.output.isComplete { return true }
    return !around.hasRoutes && !around.links.hasVRF && !around.parts.addresses.isEmpty
      && around.paths.resolver.asksLocalFirst(flow.orig.family) == true
  }

  var reach: Prospects.Reach {
    let path = path
    if let reach = known?.reach { return reach }
    guard mayWalk else {
      isHeldBack = true
      return Prospects.Reach()
    }
    let reach = findReach(path)
    known?.reach = reach
    isNew = true
    return reach
  }

  /// How a packet of a direction fares in the ruleset as the flow stands, with phrases and steps.
  ///
  /// nil without a ruleset.
  func walk(_ direction: Ruleset.CtDirection) -> Walk? {
    let place = Int(direction.rawValue)
    if let walk = walked[place] { return walk }
    let walk = around.evaluator?.forward(packet(direction))
    walked[place] = walk
    return walk
  }

  /// How a packet of the orig direction will fare once an answer has come.
  var walkOnceAnswered: Walk? {
    if hasAnswer { return walk(.original) }
    var packet = packet(.original)
    packet.isEstablished = true
    return around.evaluator?.forward(packet)
  }

  var hasAnswer: Bool { flow.status.contains(.seenReply) }

  /// The flowtables that may hold the flow, by their place; all of them where one alone saves asking.
  var flowtables: [Int] {
    let all = around.flowtables ?? []
    return all.count > 1 && around.evaluator != nil ? reach.flowtables : Array(all.indices)
  }

  /// Whether the packets of a direction meet any of some flowtables.
  func coverage(_ direction: Ruleset.CtDirection, by flowtables: [Int]) -> Coverage {
    let answer = direction == .original ? path.input : path.output
    let far = direction == .original ? flow.orig.source : flow.reply.source
    guard let all = around.flowtables, answer.isComplete, !answer.devices.isEmpty,
      !flowtables.isEmpty
    else { return .unknown }
    var outcomes: Set<Coverage> = []
    for target in answer.targets {
      guard case .device(let device, let gateway) = target else { return .unknown }
      let found = flowtables.map {
        around.links.coverage(
          of: device, towards: gateway ?? far, by: all[$0], around.behavior)
      }
      outcomes.insert(
        found.allSatisfy { $0 == .missing }
          ? .missing : found.allSatisfy { $0 == .covered } ? .covered : .unknown)
    }
    return outcomes.count == 1 ? outcomes.first ?? .unknown : .unknown
  }

  /// Packets of a direction, as IPsec sees them.
  func ipsecQuestion(_ direction: Ruleset.CtDirection) -> IPsecLookup.Question {
    let isOrig = direction == .original
    let source = isOrig ? flow.orig.source : flow.reply.source
    let destination = isOrig ? flow.reply.source : flow.orig.source
    return IPsecLookup.Question(
      source: source, destination: destination, family: flow.orig.family, l4: flow.l4,
      sourcePort: isOrig ? flow.orig.sourcePort : flow.reply.sourcePort,
      destinationPort: isOrig ? flow.reply.sourcePort : flow.orig.sourcePort,
      inputs: (isOrig ? path.input : path.output).devices,
      outputs: (isOrig ? path.output : path.input).devices)
  }

  private func packet(_ direction: Ruleset.CtDirection) -> Packet {
    let isOrig = direction == .original
    return Packet(
      flow, direction, inputs: inputs(isOrig ? path.input : path.output),
      outputs: devices(isOrig ? path.output : path.input),
      isEstablished: isOrig ? hasAnswer : true)
  }

  /// The devices of an answer as rules see them; nil where there may be others.
  private func devices(_ answer: RouteAnswer) -> [Packet.Device]? {
    let links = answer.devices.compactMap { around.links[$0] }
    guard answer.isComplete, !links.isEmpty, links.count == answer.devices.count else {
      return nil
    }
    return links.map { Packet.Device($0) }
  }

  /// The same for input devices: before the forward hook a VRF takes the place of its port
  /// (`vrf_ip_rcv`).
  private func inputs(_ answer: RouteAnswer) -> [Packet.Device]? {
    guard let devices = devices(answer) else { return nil }
    return devices.map { device in around.links.vrf(of: device.index).map { .init($0) } ?? device }
  }
}

extension FlowCase {
  private func findReach(_ path: FlowPath) -> Prospects.Reach {
    var reach = Prospects.Reach()
    var later = packet(.original)
    later.isEstablished = true
    let packets = [packet(.original), packet(.reply)] + (hasAnswer ? [] : [later])
    let walks = packets.map { around.evaluator?.forward($0, explains: false) }
    reach.orig = walks[0].map(truth) ?? .unknown
    reach.reply = walks[1].map(truth) ?? .unknown
    reach.origOnceAnswered = hasAnswer ? reach.orig : walks[2].map(truth) ?? .unknown
    // What holds as of now alone (a set that packets change) is not sure.
    let isFleeting = walks.contains { walk in
      walk?.offloads.contains { $0.isReached == .no && $0.doubt != nil } ?? false
    }
    reach.isSure =
      around.evaluator != nil && !isFleeting && (reach.ever != .no || holdsForEveryInput(path))
    reach.flowtables = candidates(walks)
    reach.input = coverage(.original, by: reach.flowtables)
    reach.output = coverage(.reply, by: reach.flowtables)
    return reach
  }

  private func truth(_ walk: Walk) -> Walk.Truth {
    // A walk that does not speak of the rules that there are tells nothing.
    let isSilent = walk.offloads.isEmpty && around.traits?.offloading.isEmpty != true
    return walk.offload?.isReached ?? (isSilent ? .unknown : .no)
  }

  /// The flowtables of the rules that packets reach or may reach; all where none is known to be.
  private func candidates(_ walks: [Walk?]) -> [Int] {
    var result: [Int] = []
    for walk in walks.compactMap(\.self) {
      for offload in walk.offloads where offload.isReached != .no {
        guard let place = around.flowtable(of: offload) else { continue }
        if !result.contains(place) { result.append(place) }
        // Where the kernel asks for no device, the first that is reached takes the flow.
        if around.behavior.requiresDevices == false && offload.certainty == .certain { break }
      }
    }
    return result.isEmpty ? Array((around.flowtables ?? []).indices) : result
  }

  /// Whether packets that reach no `flow add` would not do so either if they came in by another
  /// device than their answers go out by: nothing tells the device but the way back.
  private func holdsForEveryInput(_ path: FlowPath) -> Bool {
    if isExpected(.original, path) && isExpected(.reply, path) { return true }
    return [Ruleset.CtDirection.original, .reply].allSatisfy { direction in
      var packet = packet(direction)
      packet.inputs = nil
      packet.isEstablished = true
      return around.evaluator.map { truth($0.forward(packet, explains: false)) == .no } ?? false
    }
  }

  /// Whether no other device is likely to bring the packets of a direction: their source is on its
  /// link, or every route that covers it leads out by it; and the address that they are sent to is
  /// not another device's.
  private func isExpected(_ direction: Ruleset.CtDirection, _ path: FlowPath) -> Bool {
    let answer = direction == .original ? path.input : path.output
    let source = direction == .original ? flow.orig.source : flow.reply.source
    let sentTo = direction == .original ? flow.orig.destination : flow.reply.destination
    guard case .device(let device, _) = answer.certain else { return false }
    let owners = around.links.owners(of: sentTo)
    return (owners.isEmpty || owners.contains(device))
      && (around.links.isOnLink(source, of: device)
        || around.paths.resolver.isOnly(device, for: source, flow.orig.family))
  }
}

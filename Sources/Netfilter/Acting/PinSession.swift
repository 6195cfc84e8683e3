import FlowModel
import Glibc
import NetlinkWire

/// One action that has to do with pins, from the first look to the last: reset, pin, unpin, tidy.
struct PinSession: ~Copyable {
  private let request: ActionRequest
  private var editor: EntryEditor
  private var helpers: HelperRegistry
  private var table: PinTable
  private var content = PinTable.Content()

  init(_ request: ActionRequest) throws(KernelError) {
    // All that can throw comes before the first is stored.
    let editor = try EntryEditor(request.machine)
    let helpers = try HelperRegistry()
    let table = try PinTable()
    self.request = request
    self.editor = editor
    self.helpers = helpers
    self.table = table
  }

  /// Acts on each flow of the request.
  mutating func run(
    _ progress: (Int) -> Void, isStopped: () -> Bool
  ) throws(KernelError) -> [ActionResult] {
    content = try table.read()
    var results: [ActionResult] = []
    var fast: [(place: Int, flow: Flow)] = []
    for flow in request.flows {
      if isStopped() { break }
      var result = ActionResult(flow, .alreadyGone)
      do throws(KernelError) {
        guard let now = try editor.findSame(flow) else {
          results.append(result)
          continue
        }
        result.flow = now
        result.outcome = try act(on: now)
        if case .pin(.fast, _) = request.action, case .done(let entry?) = result.outcome {
          fast.append((results.count, entry))
        }
      } catch {
        result.outcome = .failed(error.sentence + ".")
      }
      results.append(result)
      progress(results.count)
    }
    if !fast.isEmpty { pinFast(fast, &results) }
    switch request.action {
    case .unpin, .pin(.fast, _): try? removeLeftovers()
    case .flush, .reset, .pin(.slow, _): break
    }
    return results
  }

  private mutating func act(on flow: Flow) throws(KernelError) -> ActionResult.Outcome {
    let pin = content.pins.pin(of: flow)
    if let sentence = ActionRefusal.sentence(
      request.action, flow, pin: pin, machine: request.machine)
    {
      return .refused(sentence)
    }
    if let sentence = foreignTable(for: request.action, pin) { return .refused(sentence) }
    switch request.action {
    case .flush: return .refused("A flush needs no session.")
    case .reset: return try reset(flow, pin)
    case .pin(.slow, let until): return try pinSlow(flow, pin, until: until)
    case .pin(.fast, _): return try release(flow, pin, keepsFast: true)
    case .unpin: return try release(flow, pin, keepsFast: false)
    }
  }

  /// Why our table cannot be used, where the action needs it.
  private func foreignTable(for action: FlowAction, _ pin: LanePin?) -> String? {
    let needsTable =
      switch action {
      case .pin(.fast, _): true
      case .pin(.slow, let until): until != nil
      case .flush, .reset, .unpin: false
      }
    guard needsTable, content.pins.isTableForeign else { return nil }
    return "There is a table inet flowlanes that flowlanes did not make; rename it, or delete it."
  }

  // MARK: The slow path

  /// The bond of an entry that is pinned to slow.
  private func bond(_ pin: LanePin?) -> Replacement.Bond {
    switch pin?.means {
    case .helper(let name): .helper(name)
    case .sequenceAdjustment: .sequenceAdjustment
    case .table, nil: .none
    }
  }

  private mutating func pinSlow(
    _ flow: Flow, _ pin: LanePin?, until: UInt64?
  ) throws(KernelError) -> ActionResult.Outcome {
    if pin?.lane == .slow {
      try note(flow, pin, until: until)
      return .done(flow)
    }
    let bond: Replacement.Bond
    if let name = try helpers.require(for: flow) {
      bond = .helper(name)
    } else if flow.l4 == .tcp {
      bond = .sequenceAdjustment
    } else {
      return .refused(
        "This kernel has no nfnetlink_cthelper, without which UDP cannot be held on the slow path.")
    }
    let outcome = try editor.replace(flow, bond)
    guard case .done(let made?) = outcome else { return outcome }
    if pin?.lane == .fast { try forget(flow.id, .fast) }
    if until != nil || bond == .sequenceAdjustment { try note(made, pin, until: until) }
    return outcome
  }

  /// Notes in our table what the entry itself does not tell.
  private mutating func note(_ flow: Flow, _ pin: LanePin?, until: UInt64?) throws(KernelError) {
    var script = PinScript()
    if pin?.lane == .slow, pin?.until != nil { script.remove([flow.id], of: .slow) }
    let needsNote = until != nil || pin?.means == .sequenceAdjustment || pin == nil
    if needsNote { script.addSlow([flow], until: (until ?? 0) / 1_000_000_000) }
    guard !script.text.isEmpty else { return }
    try PinTable.apply(script)
    content = try table.read()
  }

  private mutating func forget(_ id: UInt32, _ lane: LanePin.Lane) throws(KernelError) {
    guard content.has(lane == .fast ? LanePins.fastSet : LanePins.slowMap) else { return }
    var script = PinScript()
    script.remove([id], of: lane)
    try PinTable.apply(script)
    content = try table.read()
  }

  // MARK: Letting go, and anew

  /// Ends a pin; to keep a flow fast, one to slow alone.
  private mutating func release(
    _ flow: Flow, _ pin: LanePin?, keepsFast: Bool
  ) throws(KernelError) -> ActionResult.Outcome {
    switch pin?.means {
    case .helper, .sequenceAdjustment:
      let outcome = try editor.replace(flow, .none)
      if case .done = outcome, isListed(flow.id, .slow) { try forget(flow.id, .slow) }
      return outcome
    case .table where !keepsFast:
      try forget(flow.id, .fast)
      // What our flowtable carries goes on by it until its entry is torn down.
      return try editor.replace(flow, .none)
    case .table, nil:
      return .done(flow)
    }
  }

  private mutating func reset(
    _ flow: Flow, _ pin: LanePin?
  ) throws(KernelError) -> ActionResult.Outcome {
    let outcome = try editor.replace(flow, bond(pin))
    guard let pin, case .done(let made?) = outcome, made.id != flow.id else { return outcome }
    // The pin goes on with the new id.
    if pin.lane == .fast {
      var script = PinScript()
      script.addFast([made], seconds: Self.seconds(until: pin.until))
      script.remove([flow.id], of: .fast)
      try PinTable.apply(script)
    } else if isListed(flow.id, .slow) {
      var script = PinScript()
      script.addSlow([made], until: (pin.until ?? 0) / 1_000_000_000)
      script.remove([flow.id], of: .slow)
      try PinTable.apply(script)
    }
    content = try table.read()
    return outcome
  }

  private func isListed(_ id: UInt32, _ lane: LanePin.Lane) -> Bool {
    content.ids(lane).contains(id)
  }

  // MARK: The fast path

  /// Puts flows into our set, all at once, and makes what offloads them.
  private mutating func pinFast(
    _ flows: [(place: Int, flow: Flow)], _ results: inout [ActionResult]
  ) {
    do throws(KernelError) {
      try pinFast(flows.map(\.flow))
    } catch {
      for (place, _) in flows { results[place].outcome = .failed(error.sentence + ".") }
    }
  }

  private mutating func pinFast(_ flows: [Flow]) throws(KernelError) {
    guard case .pin(_, let until) = request.action else { return }
    content = try table.read()
    let listed = Set(content.ids(.fast))
    var elements = PinScript()
    let again = flows.map(\.id).filter(listed.contains)
    // An element keeps its time when it is added once more.
    if !again.isEmpty { elements.remove(again, of: .fast) }
    elements.addFast(flows, seconds: Self.seconds(until: until))
    var path = request.fastPath
    let known = content.flowtable?.devices ?? []
    if let flags = content.flowtable?.flags { path.triesHardware = flags.contains(.offload) }
    let isReady = content.hasChain && path.devices.allSatisfy(known.contains)
    if !isReady, path.devices.filter(PinScript.isName).isEmpty, known.isEmpty {
      throw KernelError(
        .changePinTable, .refused("the devices that these flows pass are not known"))
    }
    if isReady { return try PinTable.apply(elements) }
    do throws(KernelError) {
      try PinTable.apply(script(path, elements))
    } catch {
      // The driver may take no second flowtable on a device: then in software.
      guard path.triesHardware, content.flowtable == nil else { throw error }
      path.triesHardware = false
      try PinTable.apply(script(path, elements))
    }
  }

  private func script(_ path: FastPath, _ elements: PinScript) -> String {
    var script = PinScript()
    script.makeFastPath(path, hasChain: content.hasChain)
    return script.text + elements.text
  }

  /// Seconds from now to a moment of the calendar; to none, for as long as a pin stands unwatched.
  private static func seconds(until: UInt64?) -> UInt64 {
    guard let until else { return LanePins.endless }
    let now = Clock.wall()
    return (until > now ? (until - now) / 1_000_000_000 : 0) + LanePins.grace
  }

  // MARK: What is left over

  mutating func readPins() throws(KernelError) -> LanePins {
    content = try table.read()
    return LanePins(
      flows: try editor.all(), ruleset: content.ruleset, wallTime: Clock.wall())
  }

  mutating func tidy() throws(KernelError) -> [ActionResult] {
    content = try table.read()
    let flows = try editor.all()
    let now = Clock.wall()
    let pins = LanePins(flows: flows, ruleset: content.ruleset, wallTime: now)
    let overdue = Set(pins.overdue(at: now))
    var results: [ActionResult] = []
    for flow in flows where overdue.contains(flow.key) {
      results.append(ActionResult(flow, try act(on: flow)))
    }
    try removeLeftovers()
    return results
  }

  /// Takes away ids of flows that are gone, the table when it is empty, helpers that no entry names.
  private mutating func removeLeftovers() throws(KernelError) {
    // First the ids, then the flows: what is in no later list is gone.
    content = try table.read()
    let registered = try helpers.registered()
    guard content.exists || !registered.isEmpty else { return }
    let flows = try editor.all()
    try helpers.removeUnused(by: flows)
    guard content.exists, !content.pins.isTableForeign else { return }
    let alive = Set(flows.map(\.id))
    let gone = LanePin.Lane.allCases.map { lane in
      (lane, content.ids(lane).filter { !alive.contains($0) })
    }
    var script = PinScript()
    let left = LanePin.Lane.allCases.reduce(0) { $0 + content.ids($1).count }
    if left == gone.reduce(0, { $0 + $1.1.count }) {
      script.removeTable()
    } else {
      for (lane, ids) in gone where !ids.isEmpty { script.remove(ids, of: lane) }
    }
    if !script.text.isEmpty { try PinTable.apply(script) }
  }
}

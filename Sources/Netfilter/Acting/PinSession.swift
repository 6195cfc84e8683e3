import FlowModel
import Glibc
import NetlinkWire

/// One action that has to do with pins, from the first look to the last: reset, pin, unpin, tidy.
struct PinSession: ~Copyable {
  let request: ActionRequest
  var editor: EntryEditor
  var helpers: HelperRegistry
  var table: PinTable
  /// Our table as it was read last.
  var content = PinTable.Content()
  /// Ids that are to leave our set, all at once at the end.
  var released: [UInt32] = []

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

  /// How many flows are guarded at once while their entries are replaced.
  private static let guarded = 64

  /// Acts on each flow of the request.
  mutating func run(
    _ progress: (Int) -> Void, isStopped: () -> Bool
  ) throws(KernelError) -> [ActionResult] {
    content = try table.read()
    var results: [ActionResult] = []
    var rest = request.flows[...]
    while !rest.isEmpty, !isStopped() {
      let some = Array(rest.prefix(Self.guarded))
      rest = rest.dropFirst(Self.guarded)
      results += actGuarded(on: some, isStopped)
      progress(results.count)
    }
    if case .pin(.fast, _) = request.action { pinFast(&results) }
    letGo(&results)
    if request.action == .unpin { try? removeLeftovers() }
    return results
  }

  /// Acts on some flows, with a guard around those that are translated and will be replaced.
  private mutating func actGuarded(on flows: [Flow], _ isStopped: () -> Bool) -> [ActionResult] {
    let risky = flows.filter { $0.isTranslated && replaces($0) }
    do throws(KernelError) {
      guard let gap = try GapGuard(risky) else {
        return flows.compactMap { isStopped() ? nil : result(on: $0) }
      }
      let results = flows.compactMap { isStopped() ? nil : result(on: $0) }
      gap.remove()
      return results
    } catch {
      let sentence =
        "It is translated (NAT), and without a guard a packet in the gap could reset it: "
        + "\(error.sentence)."
      return flows.map { flow in
        risky.contains(flow) ? ActionResult(flow, .refused(sentence)) : result(on: flow)
      }
    }
  }

  /// Whether the action will put another entry in the place of the flow's.
  private func replaces(_ flow: Flow) -> Bool {
    let pin = content.pins.pin(of: flow)
    switch request.action {
    case .flush: return false
    case .reset: return true
    case .pin(.slow, _): return pin?.lane != .slow
    case .pin(.fast, _), .unpin: return pin?.lane == .slow
    }
  }

  private mutating func result(on flow: Flow) -> ActionResult {
    var result = ActionResult(flow, .alreadyGone)
    do throws(KernelError) {
      guard let now = try editor.findSame(flow) else { return result }
      result.flow = now
      result.outcome = try act(on: now)
    } catch {
      result.outcome = .failed(error.sentence + ".")
    }
    return result
  }

  mutating func act(on flow: Flow) throws(KernelError) -> ActionResult.Outcome {
    let pin = content.pins.pin(of: flow)
    if let sentence = ActionRefusal.sentence(
      request.action, flow, pin: pin, machine: request.machine)
    {
      return .refused(sentence)
    }
    if let sentence = foreignTable(for: request.action) { return .refused(sentence) }
    switch request.action {
    case .flush: return .refused("A flush needs no session.")
    case .reset: return try reset(flow, pin)
    case .pin(.slow, let until): return try pinSlow(flow, pin, until: until)
    case .pin(.fast, _): return pin?.lane == .slow ? try releaseSlow(flow) : .done(flow)
    case .unpin:
      if pin?.lane == .slow { return try releaseSlow(flow) }
      released.append(flow.id)
      return .done(flow)
    }
  }

  /// Why our table cannot be used, where the action needs it.
  private func foreignTable(for action: FlowAction) -> String? {
    let needsTable =
      switch action {
      case .pin(.fast, _): true
      case .pin(.slow, let until): until != nil
      case .flush, .reset, .unpin: false
      }
    guard needsTable, content.pins.isTableForeign else { return nil }
    return "There is a table inet flowlanes that flowlanes did not make; rename it, or delete it."
  }

  /// Replaces an entry as it is, its pin included.
  private mutating func reset(
    _ flow: Flow, _ pin: LanePin?
  ) throws(KernelError) -> ActionResult.Outcome {
    let outcome = try editor.replace(flow, bond(pin))
    guard let pin, case .done(let made?) = outcome, made.id != flow.id else { return outcome }
    // The pin goes on with the new id.
    var script = PinScript()
    if pin.lane == .fast {
      script.addFast([made], seconds: Self.seconds(until: pin.until))
      script.remove([flow.id], of: .fast)
    } else if content.ids(.slow).contains(flow.id) {
      script.addSlow([made], until: (pin.until ?? 0) / 1_000_000_000)
      script.remove([flow.id], of: .slow)
    } else {
      return outcome
    }
    try PinTable.apply(script)
    content = try table.read()
    return outcome
  }

  /// Seconds from now to a moment of the calendar; to none, for as long as a pin stands unwatched.
  static func seconds(until: UInt64?) -> UInt64 {
    guard let until else { return LanePins.endless }
    let now = Clock.wall()
    return (until > now ? (until - now) / 1_000_000_000 : 0) + LanePins.grace
  }
}

import Canvas
import Diagnosis
import FlowModel

/// The choice of pins.
extension Model {
  mutating func askToPin() {
    guard let record = chosen(to: "pin") else { return }
    question = Question(.pin(choice(record)), Targets(record, settings))
  }

  private func choice(_ record: FlowRecord) -> PinChoice {
    let flow = record.flow
    let pin = newest.pins[record.key]
    let isOnTop = listing.pins.contains(record.key)
    return PinChoice(
      [
        PinChoice.Item(
          option: .top,
          meaning: isOnTop ? "is first in the list; t again: no longer" : "first in the list",
          consequences: [
            "Its row stays first, through sorting and filtering and after its end. Nothing else changes."
          ], refusal: nil, isNow: isOnTop, commands: { _ in [] }),
        lane(.slow, "the slow path, whatever the ruleset says", flow, pin),
        lane(.fast, "offloaded, by a table of ours", flow, pin),
        none(flow, pin, isOnTop),
      ], at: pin != nil ? .none : flow.lane == .slow ? .fast : .slow)
  }

  private func lane(
    _ lane: LanePin.Lane, _ meaning: String, _ flow: Flow, _ pin: LanePin?
  ) -> PinChoice.Item {
    let action = FlowAction.pin(lane, until: nil)
    let path = lane == .fast ? newest.diagnostician.fastPath(for: [flow]) : FastPath()
    let hasTable = newest.pins.hasTable
    return PinChoice.Item(
      option: lane == .slow ? .slow : .fast, meaning: meaning,
      consequences: ActionConsequences(action, flow, machine, pin: pin, fastPath: path).sentences,
      refusal: refusal(action, flow) ?? (lane == .fast ? fastRefusal(flow, path) : nil),
      isNow: pin?.lane == lane,
      commands: { seconds in
        ActionCommands.of(
          action, flow, pin: pin, fastPath: path, hasTable: hasTable, seconds: seconds)
      })
  }

  /// Why no table of ours could offload a flow, beyond what its entry tells.
  private func fastRefusal(_ flow: Flow, _ path: FastPath) -> String? {
    let name = "\(LanePins.table.family.name) \(LanePins.table.name)"
    if newest.pins.isTableForeign {
      return "There is a table \(name) that is not ours: it stays as it is."
    }
    if newest.diagnostician.explain(flow)?.reason.code == .local {
      return "It begins or ends on this router, and only what is forwarded can be offloaded."
    }
    return path.devices.isEmpty
      ? "The devices that it takes are not known, and a flowtable needs them." : nil
  }

  private func none(_ flow: Flow, _ pin: LanePin?, _ isOnTop: Bool) -> PinChoice.Item {
    var ends: [String] = []
    if let pin { ends.append("the pin to \(pin.lane.rawValue)") }
    if isOnTop { ends.append("that on top") }
    var consequences: [String] = []
    if pin != nil { consequences += ActionConsequences(.unpin, flow, machine, pin: pin).sentences }
    if isOnTop { consequences += ActionConsequences(.unpin, flow, machine).sentences }
    return PinChoice.Item(
      option: .none, meaning: "ends \(ends.joined(separator: " and "))",
      consequences: consequences, refusal: ends.isEmpty ? "It is not pinned." : nil, isNow: false,
      commands: { _ in
        pin == nil ? [] : ActionCommands.of(.unpin, flow, pin: pin, fastPath: FastPath())
      })
  }

  /// Takes a key while the choice is open.
  mutating func answer(_ question: Question, _ choice: PinChoice, _ key: Key) -> [Effect] {
    var choice = choice
    switch key {
    case .up, .character("k"): choice.move(by: -1)
    case .down, .character("j"): choice.move(by: 1)
    case .left, .character("-"): choice.lengthen(by: -1)
    case .right, .character("+"), .character("="): choice.lengthen(by: 1)
    case .enter: return take(choice, question)
    case .escape, .character("q"): return leave()
    case .character(let letter):
      guard let option = PinChoice.Option.allCases.first(where: { $0.key == letter }) else {
        return []
      }
      choice.chosen = option
      return take(choice, question)
    default: return []
    }
    self.question?.content = .pin(choice)
    return []
  }

  private mutating func take(_ choice: PinChoice, _ question: Question) -> [Effect] {
    guard let item = choice.item else { return [] }
    if let refusal = item.refusal {
      // The choice stays open, at what cannot be had and with the reason.
      self.question?.content = .pin(choice)
      say(refusal, .warning)
      return []
    }
    guard let key = question.targets.keys.first else { return leave() }
    switch item.option {
    case .top:
      self.question = nil
      togglePin(key)
      return []
    case .slow, .fast:
      let until = choice.seconds.map { store.wallTime + $0 * 1_000_000_000 }
      return carryOut(.pin(item.option == .slow ? .slow : .fast, until: until), question)
    case .none:
      if listing.pins.contains(key) { togglePin(key) }
      guard newest.pins[key] != nil || !lives(key) else {
        self.question = nil
        return []
      }
      return carryOut(.unpin, question)
    }
  }
}

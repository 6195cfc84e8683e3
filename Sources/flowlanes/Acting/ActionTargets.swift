import Diagnosis
import FlowModel
import Netfilter

/// The flows that a command acts on, and what is known around them.
nonisolated struct ActionTargets {
  private(set) var flows: [Flow] = []
  /// As it was understood.
  let filter: FlowFilter
  let snapshot: Snapshot
  let pins: LanePins
  let diagnostician: Diagnostician

  /// Reads the kernel, twice where the filter asks for rates, and picks the flows.
  ///
  /// The busiest come first, by what they carried so far.
  /// A filter that lets every flow through is refused, unless that is what is wanted (`mayBeAll`).
  /// - Parameter needsRuleset: whether pins and ways are asked for, as every action but a flush does.
  init(
    _ words: [String], _ options: ActionOptions, needsRuleset: Bool = true, mayBeAll: Bool = false
  ) throws {
    let filter = try FlowFilter(option: words.joined(separator: " "))
    if filter.isEmpty && !mayBeAll {
      throw CommandFailure("the filter is empty: name the flows, as in `tcp port 443`", status: 64)
    }
    self.filter = filter
    let source = try KernelAccess.open(netns: options.netns)
    source.readsRuleTexts = false
    source.readsRuleset =
      needsRuleset || !filter.needs.isDisjoint(with: [.reasons, .devices, .pins, .text])
    source.readsSurroundings = source.readsRuleset
    var facts = ReadingFacts(showsReason: true)
    var newest: Snapshot
    do throws(KernelError) {
      newest = try source.poll()
      if filter.needs.contains(.rates) {
        facts.store.apply(newest)
        Pause.sleep(.seconds(1))
        newest = try source.poll()
        facts.store.apply(newest)
      }
    } catch {
      throw CommandFailure(error)
    }
    facts.diagnostician.update(newest)
    facts.pins = LanePins(newest)
    var scratch = TextBuffer(reserving: 512)
    let hasRates = filter.needs.contains(.rates)
    for flow in newest.flows {
      let record = hasRates ? facts.store.record(flow.key) : nil
      facts.turn(to: flow, record, wallTime: newest.wallTime)
      if filter.matches(flow, &facts, buffer: &scratch) { flows.append(flow) }
    }
    flows.sort { ($0.totalBytes ?? 0, $1.id) > ($1.totalBytes ?? 0, $0.id) }
    snapshot = newest
    pins = facts.pins
    diagnostician = facts.diagnostician
  }

  /// Only those that this holds for.
  mutating func keep(_ isKept: (Flow) -> Bool) { flows = flows.filter(isKept) }

  /// Why an action on a flow will not be tried; nil where it will.
  func refusal(_ action: FlowAction, _ flow: Flow) -> String? {
    ActionRefusal.sentence(action, flow, pin: pins.pin(of: flow), machine: snapshot.machine)
  }

  func request(_ action: FlowAction) -> ActionRequest {
    var path = FastPath()
    if case .pin(.fast, _) = action { path = diagnostician.fastPath(for: flows) }
    return ActionRequest(action, flows, machine: snapshot.machine, fastPath: path)
  }
}

import Diagnosis
import FlowModel
import Netfilter

/// The flows that a command acts on, and what is known around them.
nonisolated struct ActionTargets {
  private(set) var flows: [Flow] = []
  let snapshot: Snapshot
  let pins: LanePins
  let diagnostician: Diagnostician

  /// Reads the kernel once, and picks the flows.
  ///
  /// The busiest come first, by what they carried so far.
  init(netns: String?, _ filter: FlowFilter) throws {
    let source = try KernelAccess.open(netns: netns)
    do throws(KernelError) { snapshot = try source.poll() } catch { throw CommandFailure(error) }
    pins = LanePins(snapshot)
    var diagnostician = Diagnostician()
    diagnostician.update(snapshot)
    var scratch = TextBuffer(reserving: 512)
    for flow in snapshot.flows {
      let reason = filter.isEmpty ? nil : diagnostician.reason(flow)?.label
      if filter.matches(flow, reason: reason, buffer: &scratch) { flows.append(flow) }
    }
    flows.sort { ($0.totalBytes ?? 0, $1.id) > ($1.totalBytes ?? 0, $0.id) }
    self.diagnostician = diagnostician
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

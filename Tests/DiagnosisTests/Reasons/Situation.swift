import FlowModel
import Testing

@testable import Diagnosis

/// A flow on a router, and the reason it should have.
struct Situation: Sendable, CustomTestStringConvertible {
  var name: String
  var router: Router
  var flow: Flow
  var history: FlowHistory?
  /// nil: the flow is in the best lane that its machine has.
  var expected: Reason?

  var testDescription: String { name }

  init(
    _ name: String, _ code: ReasonCode, _ certainty: Certainty, _ flow: Flow,
    _ history: FlowHistory? = nil, _ change: (inout Router) -> Void = { _ in }
  ) {
    self.init(name, expected: Reason(code, certainty), flow, history, change)
  }

  /// A reason that is certain.
  init(
    _ name: String, _ code: ReasonCode, _ flow: Flow, _ history: FlowHistory? = nil,
    _ change: (inout Router) -> Void = { _ in }
  ) {
    self.init(name, expected: Reason(code, .certain), flow, history, change)
  }

  /// The flow is in the best lane that its machine has.
  init(
    best name: String, _ flow: Flow, _ history: FlowHistory? = nil,
    _ change: (inout Router) -> Void = { _ in }
  ) {
    self.init(name, expected: nil, flow, history, change)
  }

  private init(
    _ name: String, expected: Reason?, _ flow: Flow, _ history: FlowHistory?,
    _ change: (inout Router) -> Void
  ) {
    self.name = name
    self.flow = flow
    self.history = history
    self.expected = expected
    router = Router()
    change(&router)
  }

  var snapshot: Snapshot { router.snapshot([flow]) }

  func diagnose(_ snapshot: Snapshot) -> Reason? {
    var diagnostician = Diagnostician()
    diagnostician.update(snapshot)
    return diagnostician.reason(flow, history)
  }

  func explain() -> Explanation? {
    var diagnostician = Diagnostician()
    diagnostician.update(snapshot)
    return diagnostician.explain(flow, history)
  }
}

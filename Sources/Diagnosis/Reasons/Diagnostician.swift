package import FlowModel

/// Tells for each flow why it is not in a faster lane.
///
/// It holds what it learned of ruleset, routes and devices, and learns anew only where a snapshot
/// brings others.
package struct Diagnostician: Sendable {
  package init() {}

  /// Takes in what stands around the flows of a snapshot.
  package mutating func update(_ snapshot: Snapshot) {}

  /// The reason of one flow, briefly; nil for a flow in the best lane that its machine has.
  ///
  /// Remembered from call to call while neither the flow's state nor its surroundings change.
  package mutating func reason(_ flow: Flow, _ history: FlowHistory? = nil) -> Reason? { nil }

  /// The reason of one flow in full; nil for a flow in the best lane that its machine has.
  package func explain(_ flow: Flow, _ history: FlowHistory? = nil) -> Explanation? { nil }

  /// The devices of a flow; nil when the routes are not known.
  package func devices(of flow: Flow) -> FlowDevices? { nil }
}

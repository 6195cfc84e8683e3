/// A flow on its way from a dump to a store, as small as the store keeps it.
package struct PackedEntry: Hashable, Sendable {
  let packed: PackedFlow
  /// The flow as it was, where not all of it fits.
  let whole: OddFlow?

  package init(_ flow: Flow) {
    packed = PackedFlow(flow)
    whole = packed.isOdd || flow.extras != nil ? OddFlow(flow) : nil
  }

  /// A flow that fits.
  package init(_ packed: PackedFlow) {
    self.packed = packed
    whole = nil
  }

  package var flow: Flow { whole?.flow ?? packed.flow(nil) }
}

/// Flows on their way from a dump to a store.
package struct FlowBatch: Sendable {
  var entries: [PackedEntry]

  package init(_ entries: [PackedEntry]) { self.entries = entries }

  package init(_ flows: [Flow]) { entries = flows.map { PackedEntry($0) } }

  /// The flows as they were.
  package var flows: [Flow] { entries.map(\.flow) }
}

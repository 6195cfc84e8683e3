/// Flows on their way from a dump to a store, as small as the store keeps them.
package struct FlowBatch: Sendable {
  private(set) var flows: ContiguousArray<PackedFlow> = []
  /// Of few flows, by their place here in order: what does not fit.
  private(set) var asides: [(place: Int, flow: Flow)] = []

  package init(capacity: Int) { flows.reserveCapacity(capacity) }

  package init(_ flows: [Flow]) {
    self.init(capacity: flows.count)
    for flow in flows { append(flow) }
  }

  package mutating func append(_ flow: Flow) {
    let packed = PackedFlow(flow)
    if packed.isOdd || flow.extras != nil { asides.append((flows.count, flow)) }
    flows.append(packed)
  }

  package var count: Int { flows.count }
  package var isEmpty: Bool { flows.isEmpty }

  /// The flows as they were.
  package func unpacked() -> [Flow] {
    var next = asides.makeIterator()
    var aside = next.next()
    return flows.enumerated().map { place, packed in
      guard let whole = aside, whole.place == place else { return packed.flow(nil) }
      aside = next.next()
      return whole.flow
    }
  }
}

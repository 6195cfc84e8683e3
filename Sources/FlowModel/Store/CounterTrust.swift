/// How far the byte counters of offloaded flows can be believed.
package enum CounterTrust: Hashable, Sendable {
  /// Every flowtable has its `counter` flag: a counter that stands still means silence.
  case counted
  /// None has it: counters freeze while traffic flows, and what they say is no rate.
  case frozen
  /// Some have it, or the flowtables could not be read: movement is real, standing still is not.
  case mixed

  /// Decides from the flowtables that a poll read; nil when it could read none.
  package init(_ flowtables: [Flowtable]?) {
    guard let flowtables, !flowtables.isEmpty else {
      self = .mixed
      return
    }
    let counting = flowtables.count { $0.flags.contains(.counter) }
    self = counting == flowtables.count ? .counted : counting == 0 ? .frozen : .mixed
  }
}

/// What makes two sightings the same flow: zone, original tuple and id.
///
/// A tuple that comes back with another id is another flow.
package struct FlowKey: Hashable, Sendable {
  package let zone: Zone
  package let orig: Tuple
  package let id: UInt32

  package init(zone: Zone, orig: Tuple, id: UInt32) {
    self.zone = zone
    self.orig = orig
    self.id = id
  }
}

/// The devices that a flow's packets come in and go out by, as routing tells.
package struct FlowDevices: Hashable, Sendable {
  /// The device of the side where the flow began: packets of the orig direction come in by it.
  package var input: String?
  /// The device of the other side: packets of the orig direction go out by it.
  package var output: String?
  /// Whether the flow begins on this router, or ends on it.
  package var beginsHere: Bool
  package var endsHere: Bool
  /// Below `certain` where policy routing or several ways leave it open.
  package var certainty: Certainty

  package init(
    input: String?, output: String?, beginsHere: Bool = false, endsHere: Bool = false,
    certainty: Certainty
  ) {
    self.input = input
    self.output = output
    self.beginsHere = beginsHere
    self.endsHere = endsHere
    self.certainty = certainty
  }
}

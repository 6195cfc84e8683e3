package import FlowModel

/// A packet of a flow as the forward hook sees it, as far as it is known.
///
/// Destination translation is done by then, source translation is not: the orig direction goes from
/// `orig.source` to `reply.source`, the reply direction back.
package struct Packet: Sendable {
  /// A device as rules can ask for it.
  package struct Device: Hashable, Sendable {
    package var index: UInt32
    package var name: String
    package var kind: String?
    package var group: UInt32
    /// `ARPHRD_*`.
    package var type: UInt16

    package init(_ link: Link) {
      index = link.index
      name = link.name
      kind = link.kind
      group = link.group
      type = link.type
    }
  }

  package var flow: Flow
  package var direction: Ruleset.CtDirection
  /// nil where routing does not tell; several where any of them may be (multipath, policy routing).
  package var inputs: [Device]?
  package var outputs: [Device]?
  /// The packet's own mark, `meta mark`, when the forward hook begins; nil when nothing is known.
  ///
  /// It is 0 unless something sets it: the evaluator works that out from the ruleset's earlier hooks.
  package var mark: UInt32?
  /// Whether the connection is established by then (`ct state established`); else it is judged as it
  /// is: new.
  package var isEstablished: Bool

  package init(
    _ flow: Flow, _ direction: Ruleset.CtDirection, inputs: [Device]? = nil,
    outputs: [Device]? = nil, mark: UInt32? = nil, isEstablished: Bool = true
  ) {
    self.flow = flow
    self.direction = direction
    self.inputs = inputs
    self.outputs = outputs
    self.mark = mark
    self.isEstablished = isEstablished
  }
}

package import FlowModel

/// A question that must be answered before anything irreversible happens.
///
/// The target is fixed when the key is pressed: later polls and sorting cannot change it.
package struct Question: Sendable {
  package enum Action: Sendable {
    case flush(Flow)
  }

  package let action: Action
  /// What will follow on this machine, a paragraph each.
  package let consequences: [String]
}

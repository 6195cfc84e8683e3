package import FlowModel

/// Checks everything that offloading needs.
package struct Doctor: Sendable {
  package init() {}

  /// Every check in order of importance: what is broken at the root stands before what follows from it.
  package func examine(_ snapshot: Snapshot) -> [Check] { [] }
}

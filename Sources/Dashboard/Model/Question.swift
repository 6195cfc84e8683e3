import FlowModel

/// A question that must be answered before anything is done to the kernel.
///
/// The targets are fixed when the key is pressed: later polls and sorting cannot change them.
package struct Question: Sendable {
  package enum Content: Sendable {
    case flush
    /// Asked after `flush` where the operator's own session is among the flows.
    case flushOwn
    case reset
    case pin(PinChoice)
  }

  package internal(set) var content: Content
  package let targets: Targets
  /// What will follow on this machine, a paragraph each.
  package let consequences: [String]
  /// The commands of other tools that come nearest to it.
  package let commands: [String]

  init(
    _ content: Content, _ targets: Targets, consequences: [String] = [], commands: [String] = []
  ) {
    self.content = content
    self.targets = targets
    self.consequences = consequences
    self.commands = commands
  }

  /// Whether Enter means yes: only where one flow is at stake, and that not twice.
  var isYesByEnter: Bool {
    if case .flushOwn = content { return false }
    return targets.isOne
  }
}

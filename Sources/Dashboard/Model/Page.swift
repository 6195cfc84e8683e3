package import FlowModel

/// A page that covers the listing until Esc.
package struct Page: Sendable, Equatable {
  package enum Content: Sendable, Equatable {
    case help
    case details(FlowKey)
    /// Why the flow is in no faster lane.
    case explanation(FlowKey)
    case flowtables
    case doctor

    /// The flow that it is about.
    var flow: FlowKey? {
      switch self {
      case .details(let key), .explanation(let key): key
      case .help, .flowtables, .doctor: nil
      }
    }
  }

  package let content: Content
  /// The line at its top.
  package internal(set) var top = 0

  /// What Esc goes back to: a page, or the listing where it is nil.
  let below: Content?

  init(_ content: Content, over below: Content? = nil) {
    self.content = content
    self.below = below
  }
}

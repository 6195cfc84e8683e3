package import FlowModel

/// A page that covers the listing until Esc.
package struct Page: Sendable, Equatable {
  package enum Content: Sendable, Equatable {
    case help
    case details(FlowKey)
    case flowtables
  }

  package let content: Content
  /// The line at its top.
  package internal(set) var top = 0

  init(_ content: Content) { self.content = content }
}

/// How the reason of a flow stands among others, in numbers: this module knows no reasons.
package struct ReasonRank: Hashable, Sendable {
  /// Whether something that an operator can change keeps the flow from the fast path, or may do so.
  package let isHeldBack: Bool
  /// The same for flows of one reason.
  package let number: UInt8

  package init(isHeldBack: Bool, number: UInt8) {
    self.isHeldBack = isHeldBack
    self.number = number
  }
}

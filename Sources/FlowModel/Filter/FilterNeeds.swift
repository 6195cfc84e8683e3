/// What a filter asks for beside the flow: what it does not need need not be found out.
package struct FilterNeeds: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Rates, which two polls tell and one does not.
  package static let rates = FilterNeeds(rawValue: 1 << 0)
  package static let age = FilterNeeds(rawValue: 1 << 1)
  package static let pins = FilterNeeds(rawValue: 1 << 2)
  /// The reason why a flow is in no faster lane, which ruleset and routing tell.
  package static let reasons = FilterNeeds(rawValue: 1 << 3)
  /// The devices of a flow, which routing tells.
  package static let devices = FilterNeeds(rawValue: 1 << 4)
  /// The text of the row.
  package static let text = FilterNeeds(rawValue: 1 << 5)
}

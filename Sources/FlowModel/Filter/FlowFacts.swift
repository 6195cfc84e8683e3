/// What is known of a flow beside its entry, for a filter to ask.
///
/// What costs something is a function, called only for flows whose match hangs on it.
package protocol FlowFacts {
  var rates: Rates { get }
  /// How long the flow has existed, in nanoseconds, and whether that is exact or the least it can
  /// be; nil when nothing is known.
  var age: (nanoseconds: UInt64, exact: Bool)? { get }
  /// What entries carried that this one stands in the place of; nil for none.
  var carried: CarriedCounters? { get }
  /// Whether a pin holds the flow.
  var isPinned: Bool { get }
  /// Whether the row shows the reason, so that text is searched in it.
  var showsReason: Bool { get }
  /// The reason why the flow is in no faster lane; nil when it needs none.
  mutating func reason() -> FilterReason?
  /// The devices by which packets come in and go out.
  mutating func devices() -> FilterDevices
}

/// A reason as a filter sees it: this module knows no reasons.
package struct FilterReason: Hashable, Sendable {
  /// The stable code, `no-rule`; `unknown` where it cannot be told, empty where nobody looked.
  package let code: String
  /// As the row has it, for text to be found in: `no-rule?`.
  package let label: String

  package init(code: String, label: String) {
    self.code = code
    self.label = label
  }

  /// Nobody looked.
  package static let untold = FilterReason(code: "", label: "")

  var isKnown: Bool { !code.isEmpty && code != "unknown" }
}

/// The devices of a flow as a filter sees them.
package struct FilterDevices: Hashable, Sendable {
  /// The device that packets of the orig direction come in by; nil for none, or not known.
  package var input: String?
  /// The device that packets of the orig direction go out by; nil for none, or not known.
  package var output: String?
  /// Whether a nil says that there is none, for the flow begins or ends on this router.
  package var inputIsKnown: Bool
  package var outputIsKnown: Bool

  package init(
    input: String? = nil, output: String? = nil, inputIsKnown: Bool, outputIsKnown: Bool
  ) {
    self.input = input
    self.output = output
    self.inputIsKnown = inputIsKnown
    self.outputIsKnown = outputIsKnown
  }

  package static let untold = FilterDevices(inputIsKnown: false, outputIsKnown: false)
}

/// Where nothing is known but the flow.
package struct NoFacts: FlowFacts {
  package init() {}
  package var rates: Rates { Rates() }
  package var age: (nanoseconds: UInt64, exact: Bool)? { nil }
  package var carried: CarriedCounters? { nil }
  package var isPinned: Bool { false }
  package var showsReason: Bool { false }
  package func reason() -> FilterReason? { .untold }
  package func devices() -> FilterDevices { .untold }
}

package import FlowModel

// What a filter asks that only this module can tell: `FlowModel` knows no reasons.

extension FlowFilter {
  /// Reads a filter as an operator typed it; a code of no reason is an error.
  package init(typed text: String) throws(FilterError) {
    try self.init(parsing: text, reasonCodes: ReasonCode.allCases.map(\.rawValue))
  }
}

extension FilterReason {
  /// A reason as a row shows it: one that is not known has no code but `unknown`.
  package init(_ reason: Reason) {
    self.init(code: reason.shownCode.rawValue, label: reason.label)
  }

  /// A reason as `explain` prints it, where text finds its code and its certainty too.
  package init(explained reason: Reason) {
    self.init(
      code: reason.shownCode.rawValue,
      label: "\(reason.label) \(reason.code.rawValue), \(reason.certainty.name)")
  }
}

extension FilterDevices {
  /// The devices as routing tells them; likely ones count, as they stand in the row.
  package init(_ devices: FlowDevices?) {
    guard let devices else {
      self = .untold
      return
    }
    let isKnown = devices.certainty != .unknown
    self.init(
      input: devices.input, output: devices.output,
      inputIsKnown: isKnown && (devices.input != nil || devices.beginsHere),
      outputIsKnown: isKnown && (devices.output != nil || devices.endsHere))
  }
}

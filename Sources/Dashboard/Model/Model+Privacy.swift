import FlowModel

extension Model {
  /// Does something with the model as the operator sees it: in privacy mode with other addresses.
  ///
  /// Every update and every drawing goes by here; what is done outside, such as actions and their log,
  /// has the real ones.
  package mutating func privately<Result>(_ body: (inout Model) -> Result) -> Result {
    guard let mask = settings.mask else { return body(&self) }
    return AddressMask.$current.withValue(mask) { body(&self) }
  }
}

extension Flow {
  /// The flow in one line: `tcp 10.0.1.2:53878 > 10.0.2.2:80`.
  package var line: String { "\(l4.name) \(orig.sourceText) > \(orig.destinationText)" }
}

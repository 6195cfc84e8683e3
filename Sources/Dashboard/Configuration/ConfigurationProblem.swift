/// A line of a configuration file that could not be used.
///
/// The rest of the file still counts.
package struct ConfigurationProblem: Equatable, Sendable {
  /// Counted from 1.
  package let line: Int
  /// What is wrong, and what could stand there; free of control characters.
  package let reason: String

  package init(line: Int, reason: String) {
    self.line = line
    self.reason = reason
  }
}

/// Why one line cannot be used.
struct ConfigurationFailure: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}

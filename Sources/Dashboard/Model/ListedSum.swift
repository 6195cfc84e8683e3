/// The flows of a list that live and that lane, activity and filter ask for, summed up as the list was
/// made: of a million nobody can do that at each key.
package struct ListedSum: Equatable, Sendable {
  package private(set) var flows = 0
  /// Bits per second, of those whose rate is known.
  package private(set) var rate = 0.0

  /// Counts a flow of this rate in; nil where it is not known.
  mutating func add(_ rate: Double?) {
    flows += 1
    self.rate += rate ?? 0
  }
}

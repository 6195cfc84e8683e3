/// What the last poll has cost, and when the next one will be.
package struct PollPace: Hashable, Sendable {
  /// From the poll's begin until all of it was taken in, and the list made; nanoseconds.
  package let took: UInt64
  /// Processor time of the whole program from the poll's begin until all of it was taken in;
  /// nanoseconds.
  package let cost: UInt64
  /// From one poll's begin to the next one's; nanoseconds.
  package let interval: UInt64
  /// Whether that is longer than was asked for, so that polling does not take more of a processor core
  /// than it may.
  package let isStretched: Bool

  package init(took: UInt64, cost: UInt64, interval: UInt64, isStretched: Bool) {
    self.took = took
    self.cost = cost
    self.interval = interval
    self.isStretched = isStretched
  }

  /// The part of a processor core that polling takes.
  package var load: Double { Double(cost) / Double(max(1, interval)) }
}

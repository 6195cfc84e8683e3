/// A rate that stays as it is shown while it hardly moves.
///
/// From one second to the next the rate of a steady flow moves by a fifth, up and down: packets are no
/// fluid. So what is shown is the mean of the last polls, and it changes once that has moved by more than
/// `tolerance`. A rate that halves, doubles, begins or ends is no noise: it is shown at once, as the
/// last poll measured it, and a new mean begins.
package struct SteadyRate: Sendable, Equatable {
  /// Bits per second; nil: not known.
  package private(set) var shown: Double?
  private var mean = 0.0
  private var polls = 0.0

  /// By how much the mean may have moved while the figure stays.
  package static let tolerance = 0.05
  /// How many polls the mean is of: each newer one counts so much less than all before it.
  private static let span = 8.0
  /// From which factor between a poll and the mean on something has happened.
  private static let leap = 2.0

  package init(_ rate: Double? = nil) { take(rate) }

  package mutating func take(_ rate: Double?) {
    guard let rate, rate > 0, let before = shown, before > 0, rate < mean * Self.leap,
      rate > mean / Self.leap
    else {
      shown = rate
      mean = rate ?? 0
      polls = 1
      return
    }
    polls = min(polls + 1, Self.span)
    mean += (rate - mean) / polls
    if abs(mean - before) > before * Self.tolerance { shown = mean }
  }
}

/// An amount that only grows, or a number of flows: shown anew once it has moved by a small part of itself.
package struct SteadyAmount: Sendable, Equatable {
  package private(set) var shown: UInt64?
  /// Thousandths that it may be off.
  private let tolerance: UInt64

  /// For bytes and packets: the last digit that is shown is worth as much.
  package static let ofTotals: UInt64 = 50
  /// For numbers of flows: below 100 each one counts.
  package static let ofFlows: UInt64 = 10

  package init(_ amount: UInt64? = nil, tolerance: UInt64) {
    self.tolerance = tolerance
    take(amount)
  }

  package mutating func take(_ amount: UInt64?) {
    guard let amount, let before = shown else {
      shown = amount
      return
    }
    let moved = amount > before ? amount - before : before - amount
    // Divided, not multiplied: a total has no end.
    if moved > before / 1000 * tolerance + before % 1000 * tolerance / 1000 { shown = amount }
  }
}

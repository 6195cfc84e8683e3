/// Moments in four octets: steps of a 64th of a second since the store's first poll.
///
/// They last for two years; what comes after stands at their end. Fine enough for ages and waits; rates
/// rest on the exact times of polls.
struct StoreClock: Sendable {
  /// A moment; 0 is none.
  typealias Tick = UInt32

  /// Nanoseconds of a step.
  private static let step: UInt64 = 15_625_000

  private(set) var base: UInt64 = 0
  /// The poll that is being taken in, counted from 1, and its time; nanoseconds.
  private(set) var polls: UInt32 = 0
  private(set) var now: UInt64 = 0
  private(set) var wallTime: UInt64 = 0
  /// The time of the poll before; nanoseconds.
  private(set) var before: UInt64 = 0

  mutating func begin(at time: UInt64, wallTime: UInt64) {
    if polls == 0 { base = time }
    before = now
    polls += 1
    now = time
    self.wallTime = wallTime
  }

  var tick: Tick { tick(at: now) }

  func tick(at time: UInt64) -> Tick {
    Tick(clamping: 1 + (time > base ? time - base : 0) / Self.step)
  }

  /// The moment in nanoseconds, at most a step before the truth.
  func time(_ tick: Tick) -> UInt64 { base &+ UInt64(tick - min(tick, 1)) * Self.step }

  func optionalTime(_ tick: Tick) -> UInt64? { tick == 0 ? nil : time(tick) }

  /// The same by the calendar, as far as its clock has not been set since.
  func wallTime(_ tick: Tick) -> UInt64 { wallTime &- (now &- time(tick)) }
}

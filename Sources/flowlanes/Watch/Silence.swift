import FlowModel

/// For how long the kernel has said nothing, counted in ticks of a clock that a suspended program does
/// not hear: whoever was stopped for an hour has missed nothing.
struct Silence {
  /// How long a tick is; seconds.
  static let tick: UInt64 = 5
  /// How many ticks nobody is told of, beyond those until the next poll is due.
  private static let patience: UInt64 = 2

  private var ticks: UInt64 = 0
  /// Ticks until the next poll is due.
  private var due: UInt64 = 0
  /// Whether no poll is to begin, and whether one has begun, which must end all the same.
  private var isResting = false
  private var isPolling = false

  /// Takes what came from the kernel.
  mutating func hear(_ event: FeedEvent) {
    // The ends of flows come from another socket: they tell nothing of a poll.
    if case .ends = event { return }
    ticks = 0
    due = 0
    switch event {
    case .part(.paced(let pace)):
      isPolling = false
      expect(pace.interval - min(pace.took, pace.interval))
    case .part: isPolling = true
    default: break
    }
  }

  /// The next poll may come as late as this; nanoseconds.
  mutating func expect(_ nanoseconds: UInt64) {
    due = max(due, nanoseconds / 1_000_000_000 / Self.tick + 1)
  }

  /// Polls are awaited no more, or again.
  mutating func rest(_ rests: Bool) {
    isResting = rests
    ticks = 0
  }

  /// Counts a tick, and says what is to be told.
  mutating func pass() -> String? {
    guard isPolling || !isResting else { return nil }
    ticks += 1
    guard ticks > due + Self.patience else { return nil }
    return "The kernel has not answered for \((ticks - due) * Self.tick) s."
  }
}

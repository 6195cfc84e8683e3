/// Turns the byte counters of one flow into rates, honestly.
///
/// On the slow path and in software counters move with each packet, so a rate is the difference
/// over the time between two polls. In hardware the kernel collects them every tenth of the
/// flowtable timeout, about every 3 s: there a rate is taken from one collection to the next, or it
/// would flicker between nothing and three times the truth.
enum RateMeter {
  /// Counters at one moment.
  struct Sample: Sendable {
    var time: UInt64
    var orig: UInt64
    var reply: UInt64
  }

  /// What a poll knows about the counters of all flows.
  struct Conditions {
    var trust = CounterTrust.mixed
    /// Nanoseconds between two collections of hardware counters.
    var hardwarePeriod: UInt64 = 3_000_000_000
  }

  /// Two polls closer than this tell no rate; nanoseconds.
  static let shortest: UInt64 = 20_000_000
  /// A rate beyond this is no traffic but a counter that jumped; bits per second.
  private static let absurd = 1e14

  /// The rates on the slow path (`offloaded` is false) or in software, between two samples.
  static func measure(
    from before: Sample, to now: Sample, offloaded: Bool, _ conditions: Conditions
  ) -> Rates {
    if offloaded && conditions.trust == .frozen { return Rates() }
    let stands = now.orig == before.orig && now.reply == before.reply
    if offloaded && stands && conditions.trust == .mixed { return Rates() }
    return rates(from: before, to: now, over: now.time - before.time)
  }

  static func rates(from a: Sample, to b: Sample, over nanoseconds: UInt64) -> Rates {
    let seconds = Double(max(1, nanoseconds)) / 1e9
    let orig = Double(b.orig - a.orig) * 8 / seconds
    let reply = Double(b.reply - a.reply) * 8 / seconds
    return Rates(orig: orig < absurd ? orig : nil, reply: reply < absurd ? reply : nil)
  }
}

/// The rates of a flow in hardware, whose counters stand still between two collections.
struct HardwareMeter: Sendable {
  /// Moments at which the counters moved, oldest first.
  private var moves: [RateMeter.Sample]
  /// When they moved last; while there is no movement yet, when the flow came into hardware.
  private var lastMove: UInt64

  init(_ before: RateMeter.Sample) {
    moves = [Self.blind(before)]
    lastMove = before.time
  }

  /// Takes in what a poll saw; nil where the rates go on as they were.
  mutating func measure(
    from before: RateMeter.Sample, to now: RateMeter.Sample, _ conditions: RateMeter.Conditions
  ) -> Rates? {
    let period = conditions.hardwarePeriod
    if now.orig != before.orig || now.reply != before.reply {
      lastMove = now.time
      // Movements closer than this tell no more, and their number must not grow with the period.
      if now.time - (moves.last?.time ?? 0) >= period / 16 { moves.append(now) }
      // The latest movement that lies a whole collection back is where the difference starts.
      while moves.count > 2 && now.time - moves[1].time >= period / 6 * 5 { moves.removeFirst() }
      let gap = now.time - moves[0].time
      // After a silence, or at first, the bytes came since the last collection, whenever that was.
      let recent = max(period, now.time - before.time)
      // Divided on both sides: a recording's clock may leap by centuries.
      let isBlind = gap / 17 > recent / 10
      return RateMeter.rates(from: moves[0], to: now, over: isBlind ? recent : gap)
    }
    guard now.time - lastMove > period / 10 * 22 else { return nil }
    moves = [Self.blind(now)]
    return conditions.trust == .counted ? Rates(orig: 0, reply: 0) : Rates()
  }

  /// A start to count from whose moment says nothing: not a movement of the counters.
  private static func blind(_ sample: RateMeter.Sample) -> RateMeter.Sample {
    RateMeter.Sample(time: 0, orig: sample.orig, reply: sample.reply)
  }
}

/// Turns the byte counters of one flow into rates, honestly.
///
/// On the slow path and in software counters move with each packet, so a rate is the difference
/// over the time between two polls. In hardware the kernel collects them every tenth of the
/// flowtable timeout, about every 3 s: there a rate is taken from one collection to the next, or it
/// would flicker between nothing and three times the truth.
struct RateMeter: Sendable {
  /// Counters at one moment.
  private struct Sample: Sendable {
    var time: UInt64
    var orig: UInt64
    var reply: UInt64
  }

  /// What a poll knows about the counters of all flows.
  struct Conditions {
    var trust: CounterTrust
    /// Nanoseconds between two collections of hardware counters.
    var hardwarePeriod: UInt64
  }

  /// Two polls closer than this tell no rate; nanoseconds.
  private static let shortest: UInt64 = 50_000_000
  /// A rate beyond this is no traffic but a counter that jumped; bits per second.
  private static let absurd = 1e14

  private var last: Sample?
  /// Moments at which the counters of a hardware flow moved, oldest first.
  private var moves: [Sample] = []
  /// When they moved last; while there is no movement yet, when the flow came into hardware.
  private var lastMove: UInt64 = 0
  private(set) var rates = Rates()

  init(_ flow: Flow, at time: UInt64) {
    last = Self.sample(flow, time)
  }

  /// Begins with a flow that was not there at `start`: since then its counters ran up from 0.
  ///
  /// In hardware they may not have been collected yet; there the first collection is awaited.
  init(_ flow: Flow, since start: UInt64, at time: UInt64, _ conditions: Conditions) {
    self.init(flow, at: time)
    guard last != nil, flow.lane != .hardware else { return }
    last = Sample(time: start, orig: 0, reply: 0)
    update(flow, at: time, conditions)
  }

  private static func sample(_ flow: Flow, _ time: UInt64) -> Sample? {
    guard flow.origCounters != nil || flow.replyCounters != nil else { return nil }
    return Sample(
      time: time, orig: flow.origCounters?.bytes ?? 0, reply: flow.replyCounters?.bytes ?? 0)
  }

  /// Takes in what a poll saw of the flow.
  mutating func update(_ flow: Flow, at time: UInt64, _ conditions: Conditions) {
    guard let now = Self.sample(flow, time) else {
      last = nil
      moves = []
      rates = Rates()
      return
    }
    guard let before = last else {
      last = now
      return
    }
    guard now.orig >= before.orig, now.reply >= before.reply else {
      // Somebody zeroed the counters; what passed in between is not known.
      last = now
      moves = []
      rates = Rates()
      return
    }
    guard now.time > before.time, now.time - before.time >= Self.shortest else { return }
    let lane = flow.lane
    if lane == .hardware {
      measureHardware(now, before, conditions)
    } else {
      moves = []
      measure(now, before, offloaded: lane == .software, conditions)
    }
    if flow.origCounters == nil { rates.orig = nil }
    if flow.replyCounters == nil { rates.reply = nil }
    last = now
  }

  private mutating func measure(
    _ now: Sample, _ before: Sample, offloaded: Bool, _ conditions: Conditions
  ) {
    if offloaded && conditions.trust == .frozen {
      rates = Rates()
      return
    }
    let stands = now.orig == before.orig && now.reply == before.reply
    if offloaded && stands && conditions.trust == .mixed {
      rates = Rates()
      return
    }
    rates = Self.rates(from: before, to: now, over: now.time - before.time)
  }

  private mutating func measureHardware(
    _ now: Sample, _ before: Sample, _ conditions: Conditions
  ) {
    if conditions.trust == .frozen {
      rates = Rates()
      return
    }
    let period = conditions.hardwarePeriod
    if moves.isEmpty {
      moves = [Self.blind(before)]
      lastMove = before.time
    }
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
      rates = Self.rates(from: moves[0], to: now, over: isBlind ? recent : gap)
    } else if now.time - lastMove > period / 10 * 22 {
      rates = conditions.trust == .counted ? Rates(orig: 0, reply: 0) : Rates()
      moves = [Self.blind(now)]
    }
  }

  /// A start to count from whose moment says nothing: not a movement of the counters.
  private static func blind(_ sample: Sample) -> Sample {
    Sample(time: 0, orig: sample.orig, reply: sample.reply)
  }

  private static func rates(from a: Sample, to b: Sample, over nanoseconds: UInt64) -> Rates {
    let seconds = Double(max(1, nanoseconds)) / 1e9
    let orig = Double(b.orig - a.orig) * 8 / seconds
    let reply = Double(b.reply - a.reply) * 8 / seconds
    return Rates(orig: orig < absurd ? orig : nil, reply: reply < absurd ? reply : nil)
  }
}

import FlowModel

/// The moments of the last minutes, to step back through while the screen is frozen.
///
/// Each costs its flows, so their sum is bounded: near the present every poll is kept, further back
/// ever fewer. A table that is too large keeps none.
package struct Past: Sendable {
  /// The oldest first.
  private(set) var moments: [Moment] = []
  /// How many flows there are too many for keeping any moment; nil while they are few enough.
  package private(set) var tooLarge: Int?

  /// A table of more flows keeps no moment.
  package static let largestTable = 10_000
  /// Flows in all moments together: some 30 MB.
  static let mostFlows = 60_000
  private static let mostMoments = 240
  /// How far back they go; nanoseconds.
  private static let reach: UInt64 = 600_000_000_000

  init() {}

  mutating func take(_ moment: Moment) {
    let time = moment.store.time
    // A recording that was wound back.
    if let last = moments.last, last.store.time >= time { moments = [] }
    let count = moment.store.records.count
    guard count <= Self.largestTable else {
      moments = []
      tooLarge = count
      return
    }
    tooLarge = nil
    moments.append(moment.kept)
    let old = moments.prefix { time - $0.store.time > Self.reach }.count
    if old > 0 { moments.removeFirst(old) }
    var flows = moments.reduce(0) { $0 + $1.store.records.count }
    while moments.count > 2, flows > Self.mostFlows || moments.count > Self.mostMoments {
      flows -= moments.remove(at: leastMissed(time)).store.records.count
    }
  }

  /// The place of the moment whose loss leaves the smallest hole for its age; never the first or last.
  private func leastMissed(_ now: UInt64) -> Int {
    var best = (place: 1, hole: Double.infinity)
    for place in 1..<moments.count - 1 {
      let hole = Double(moments[place + 1].store.time - moments[place - 1].store.time)
      let age = Double(now - moments[place].store.time) + 1
      if hole / age < best.hole { best = (place, hole / age) }
    }
    return best.place
  }

  /// The newest kept moment before a time of the clock that never jumps.
  func before(_ time: UInt64) -> Moment? { moments.last { $0.store.time < time } }

  /// The oldest kept moment after a time.
  func after(_ time: UInt64) -> Moment? { moments.first { $0.store.time > time } }

  /// The kept moment that is nearest to a time of the calendar.
  func nearest(_ wallTime: UInt64) -> Moment? {
    func distance(_ moment: Moment) -> UInt64 {
      let time = moment.store.wallTime
      return time > wallTime ? time - wallTime : wallTime - time
    }
    return moments.min { distance($0) < distance($1) }
  }
}

/// The lanes' rates over the last minute, and how many flows fell back in it.
package struct LaneHistory: Sendable {
  /// How far back it reaches; nanoseconds.
  package static let span: UInt64 = 60_000_000_000

  private struct Moment: Sendable {
    var time: UInt64
    var totals: LaneTotals
    var fellBack: Int
  }

  /// More polls than this in the span are of a recording whose clock stands still.
  private static let most = 4096

  private var moments: [Moment] = []

  package init() {}

  mutating func append(_ totals: LaneTotals, moves fellBack: Int, at time: UInt64) {
    moments.append(Moment(time: time, totals: totals, fellBack: fellBack))
    // Some more than the span, so that its first column has what came before.
    let old = moments.prefix { time - $0.time > Self.span + Self.span / 4 }.count
    if old > 64 || old > moments.count / 2 { moments.removeFirst(old) }
    if moments.count > Self.most { moments.removeFirst(moments.count / 2) }
  }

  /// Flows that lost their lane within the span.
  package var fellBack: Int {
    guard let now = moments.last?.time else { return 0 }
    return moments.reduce(0) { $0 + (now - $1.time < Self.span ? $1.fellBack : 0) }
  }

  /// A lane's rate in bits per second over the span, oldest first, as `columns` equal parts: the
  /// mean of the polls in each part, what the part before had where none fell into it, nil where
  /// nothing is known.
  package func rates(_ lane: Lane, columns: Int) -> [Double?] {
    guard columns > 0, let now = moments.last?.time else { return [] }
    var sums = Array(repeating: 0.0, count: columns)
    var counts = Array(repeating: 0, count: columns)
    var before: Double?
    let width = Double(Self.span) / Double(columns)
    for moment in moments {
      let total = moment.totals[lane]
      let back = Double(now - moment.time)
      guard back < Double(Self.span) else {
        before = total.knownRate
        continue
      }
      guard let rate = total.knownRate else { continue }
      let column = columns - 1 - min(columns - 1, Int(back / width))
      sums[column] += rate
      counts[column] += 1
    }
    var result: [Double?] = []
    for column in 0..<columns {
      if counts[column] > 0 { before = sums[column] / Double(counts[column]) }
      result.append(before)
    }
    return result
  }
}

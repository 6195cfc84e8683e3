package import FlowModel

/// The rates of one flow over the last minutes, for its page: only of the flow that is looked at.
package struct FlowTrace: Sendable {
  struct Sample: Sendable {
    let time: UInt64
    let rates: Rates
    let lane: Lane
  }

  package let key: FlowKey
  /// The oldest first.
  private(set) var samples: [Sample] = []

  private static let most = 600

  /// Begins with what the kept moments know of it.
  init(_ key: FlowKey, _ past: Past) {
    self.key = key
    for moment in past.moments { take(moment) }
  }

  /// Goes on with another entry of the same flow.
  init(_ key: FlowKey, after before: FlowTrace) {
    self.key = key
    samples = before.samples
  }

  mutating func take(_ moment: Moment) {
    let time = moment.store.time
    if let last = samples.last, last.time >= time { samples.removeAll { $0.time >= time } }
    guard let record = moment.store.record(key), !record.hasEnded else { return }
    samples.append(Sample(time: time, rates: record.rates, lane: record.lane))
    if samples.count > Self.most { samples.removeFirst(samples.count - Self.most) }
  }

  /// Samples in columns of equal length that end at a time: the mean of each, nil where none fell in.
  func columns<Value>(
    _ count: Int, span: UInt64, end: UInt64, _ value: ([Sample]) -> Value?
  ) -> [Value?] {
    guard count > 0, span > 0 else { return [] }
    var parts: [[Sample]] = Array(repeating: [], count: count)
    for sample in samples where sample.time <= end && end - sample.time < span {
      let back = Int(Double(end - sample.time) / Double(span) * Double(count))
      parts[count - 1 - min(count - 1, back)].append(sample)
    }
    var last: Value?
    var isKnown = false
    return parts.map { part in
      // Between two polls what was last seen holds on.
      if !part.isEmpty {
        last = value(part)
        isKnown = true
      }
      return isKnown ? last : nil
    }
  }
}

import Diagnosis
package import FlowModel

/// One slow flow that could be faster and carries a large part of all traffic.
package struct Elephant: Sendable, Equatable {
  package let key: FlowKey
  /// Bits per second.
  package let rate: Double
  /// Its part of the traffic whose rate is known, 0 to 1; nil where a lane's traffic is not known at all.
  package let share: Double?
  /// Whether that is all traffic there is.
  let isOfAll: Bool

  /// From which part of the traffic on a flow is called so.
  package static let leastShare = 0.2
  /// Below this nobody's processor is busy with it; bits per second.
  package static let leastRate = 1e6
  /// One that is seen stays so until it has lost this much, or it would come and go with each poll.
  private static let staying = 0.75

  /// `71 %`, or its rate.
  func amount(_ settings: Settings) -> String {
    share.map { "\(Int(($0 * 100).rounded())) %" }
      ?? Quantity.rate(rate, settings.units)
  }

  /// Finds the heaviest among the slow flows that something an operator can change holds back.
  ///
  /// `heaviest` are the places of the heaviest slow flows; `reason` tells of the one at a place why.
  init?(
    _ store: FlowStore, _ heaviest: HeaviestPlaces, before: Elephant?,
    reason: (Int) -> Reason?
  ) {
    let totals = store.totals
    let all = Lane.allCases.reduce(0.0) { $0 + totals[$1].rate }
    let least = max(Self.leastRate, all * Self.leastShare)
    guard totals.slow.rate >= least * Self.staying else { return nil }
    let found = heaviest.all.first { place, rate in
      rate >= least * Self.staying
        && (rate >= least || store.records.key(at: place) == before?.key)
        && reason(place)?.rank(in: .slow).isHeldBack ?? false
    }
    guard let found else { return nil }
    key = store.records.key(at: found.place)
    rate = found.rate
    let isKnown = Lane.allCases.allSatisfy { totals[$0].knownRate != nil }
    share = isKnown ? found.rate / all : nil
    isOfAll = Lane.allCases.allSatisfy { totals[$0].unknown == 0 }
  }
}

/// The places of the heaviest slow flows, met one by one.
struct HeaviestPlaces: Sendable {
  /// The heaviest first.
  private(set) var all: [(place: Int, rate: Double)] = []

  /// An elephant has a part of the traffic that no more flows than this can have at once.
  private static let most = 8

  mutating func note(_ place: Int, _ rate: Double) {
    guard rate >= Elephant.leastRate / 2, all.count < Self.most || rate > all[all.count - 1].rate
    else { return }
    let at = all.firstIndex { $0.rate < rate } ?? all.count
    all.insert((place, rate), at: at)
    if all.count > Self.most { all.removeLast() }
  }
}

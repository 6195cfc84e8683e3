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
  init?(_ store: FlowStore, _ reasons: FlowReasons, before: Elephant?) {
    let totals = store.totals
    let all = Lane.allCases.reduce(0.0) { $0 + totals[$1].rate }
    let least = max(Self.leastRate, all * Self.leastShare)
    // Most polls end here: nothing of all flows is asked.
    guard totals.slow.rate >= least * Self.staying else { return nil }
    var heaviest: (place: Int, rate: Double)?
    for (place, record) in store.records.enumerated() where record.lane == .slow {
      guard !record.hasEnded, let rate = record.rates.total, rate > heaviest?.rate ?? 0,
        rate >= least * Self.staying,
        rate >= least || record.key == before?.key,
        reasons[place]?.rank(in: .slow).isHeldBack ?? false
      else { continue }
      heaviest = (place, rate)
    }
    guard let heaviest else { return nil }
    key = store.records[heaviest.place].key
    rate = heaviest.rate
    let isKnown = Lane.allCases.allSatisfy { totals[$0].knownRate != nil }
    share = isKnown ? heaviest.rate / all : nil
    isOfAll = Lane.allCases.allSatisfy { totals[$0].unknown == 0 }
  }
}

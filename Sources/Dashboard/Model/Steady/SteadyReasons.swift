import Diagnosis
import FlowModel

/// How many flows of a lane have which reason: told anew once one of the numbers has moved by a part of itself.
package struct SteadyReasons: Sendable {
  typealias Sum = (code: ReasonCode, flows: Int)

  private(set) var shown: [Sum] = []

  mutating func take(_ sums: [Sum]) {
    let old = Dictionary(shown.map { ($0.code, $0.flows) }) { first, _ in first }
    let isSame =
      sums.count == shown.count
      && sums.allSatisfy { sum in
        guard let flows = old[sum.code] else { return false }
        var amount = SteadyAmount(UInt64(flows), tolerance: SteadyAmount.ofFlows)
        amount.take(UInt64(sum.flows))
        return amount.shown == UInt64(flows)
      }
    if !isSame { shown = sums }
  }
}

extension Elephant {
  /// The one before where this one says hardly anything new.
  func steady(after before: Elephant?) -> Elephant {
    guard let before, before.key == key, before.isOfAll == isOfAll else { return self }
    switch (share, before.share) {
    case (let now?, let then?): return abs(now - then) < 0.05 ? before : self
    case (nil, nil): return abs(rate - before.rate) < before.rate * 0.25 ? before : self
    default: return self
    }
  }
}

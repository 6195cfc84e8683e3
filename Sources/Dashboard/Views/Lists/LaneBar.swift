import Canvas
import FlowModel

/// How a group is split among the lanes: a letter of the lane a column, so that no colour is needed.
///
/// `SSSSFFHHHHHHHHHHHHHH` by rate; where nothing moves, `ssff` in small letters by the number of flows.
struct LaneBar {
  let totals: LaneTotals

  /// A letter for each column, with the lane that it stands for.
  func columns(_ width: Int) -> [(letter: Character, lane: Lane)] {
    let rates = Lane.allCases.map { totals[$0].rate }
    let byRate = rates.reduce(0, +) > 0
    let weights = byRate ? rates : Lane.allCases.map { Double(totals[$0].flows) }
    let sum = weights.reduce(0, +)
    guard sum > 0, width > 0 else { return [] }
    // Every lane that carries anything is seen; the rest is shared by the largest remainders.
    var parts = weights.map { $0 > 0 ? max(1, Int($0 / sum * Double(width))) : 0 }
    while parts.reduce(0, +) > width, let most = parts.indices.max(by: { parts[$0] < parts[$1] }) {
      parts[most] -= 1
    }
    while parts.reduce(0, +) < width {
      let lack = { (at: Int) in weights[at] / sum * Double(width) - Double(parts[at]) }
      guard let next = parts.indices.filter({ weights[$0] > 0 }).max(by: { lack($0) < lack($1) })
      else { break }
      parts[next] += 1
    }
    return zip(Lane.allCases, parts).flatMap { lane, count in
      let letter = Character(byRate ? lane.letter : lane.letter.lowercased())
      return Array(repeating: (letter: letter, lane: lane), count: count)
    }
  }
}

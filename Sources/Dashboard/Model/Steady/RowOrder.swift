/// Keeps rows where they are while what they are sorted by hardly differs.
///
/// Two flows of about one rate would change places at each poll, and two whole rows be sent each time. So
/// a row goes above another only where it is bigger by more than `difference`, and then at once and all the
/// way. What holds of the result: no row stands above one that is bigger by more than that.
package enum RowOrder {
  /// A row as the list would have it.
  package struct Candidate<ID: Hashable> {
    package let id: ID
    /// Rows of one group are sorted by `amount`; groups stand in the order in which they come.
    package let group: UInt64
    /// What the largest of stands on top.
    package let amount: Double

    package init(_ id: ID, group: UInt64 = 0, amount: Double) {
      self.id = id
      self.group = group
      self.amount = amount
    }
  }

  /// By how much a row must be bigger to go above another.
  package static let difference = 0.25

  /// The numbers of the candidates, which come in their exact order, as they are to be shown after rows
  /// that were shown in the order of `former`.
  package static func settled<ID>(_ candidates: [Candidate<ID>], after former: [ID]) -> [Int] {
    var ranks: [ID: Int] = [:]
    for (rank, id) in former.enumerated() { ranks[id] = rank }
    var order: [Int] = []
    order.reserveCapacity(candidates.count)
    var start = 0
    while start < candidates.count {
      let group = candidates[start].group
      let end = candidates[start...].firstIndex { $0.group != group } ?? candidates.count
      let known = (start..<end).filter { ranks[candidates[$0].id] != nil }
        .sorted { ranks[candidates[$0].id] ?? 0 < ranks[candidates[$1].id] ?? 0 }
      var part: [Int] = []
      for at in known {
        // All above the first that is smaller by enough are about as big, or bigger.
        insert(at, candidates, into: &part, factor: 1 + difference)
      }
      for at in start..<end where ranks[candidates[at].id] == nil {
        insert(at, candidates, into: &part, factor: 1)
      }
      order += part
      start = end
    }
    return order
  }

  private static func insert<ID>(
    _ at: Int, _ candidates: [Candidate<ID>], into part: inout [Int], factor: Double
  ) {
    let amount = candidates[at].amount
    let place = part.firstIndex { amount > candidates[$0].amount * factor } ?? part.count
    part.insert(at, at: place)
  }
}

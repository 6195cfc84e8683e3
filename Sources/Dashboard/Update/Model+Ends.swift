import FlowModel

/// What the kernel tells of the ends of flows, between polls.
extension Model {
  /// Takes in ends; they are shown with the next poll.
  mutating func take(_ batch: EventBatch) {
    if isResting, isFrozen { newest.countEnds(batch.ended) } else { newest.end(batch.ended) }
    eventLog.note(batch)
  }

  /// Lines above the list of events: counts of the polls, and of the kernel's own words.
  var eventHeadings: Int { eventWatch == .off ? 1 : 2 }
}

import FlowModel

/// Tags on flows, for actions on several.
extension Model {
  mutating func toggleTag() {
    guard let key = listing.selection, let record = shown.record(key) else {
      return askForSelection()
    }
    guard !record.hasEnded, lives(key) else {
      return say("This flow has ended: there is nothing to tag.", .warning)
    }
    if listing.tags.remove(key) == nil { listing.tags.insert(key) }
    listing.select(row: listing.selectedRow + 1)
    // The footer tells how many there are, and what can be done with them.
    notice = nil
    fit()
  }

  /// A flow that ended loses its tag: nothing can be done to it any more.
  mutating func dropTags() {
    guard !listing.tags.isEmpty else { return }
    listing.tags = listing.tags.filter { lives($0) }
  }
}

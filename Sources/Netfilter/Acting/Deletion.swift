/// What became of the delete of one entry.
package enum Deletion: Hashable, Sendable {
  case deleted
  /// The entry was not there any more, or its id was another flow's; nothing was deleted.
  case alreadyGone
}

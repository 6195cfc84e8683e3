/// What became of the flush of one flow.
package enum Deletion: Hashable, Sendable {
  case deleted
  /// The entry was not there any more, or its id was another flow's; nothing was deleted.
  case alreadyGone
  case failed(KernelError)
}

package import Canvas
package import FlowModel

/// All that can happen to the dashboard.
package enum Message: Sendable {
  case snapshot(Snapshot)
  /// A part of a poll, while a table of many flows is read.
  case poll(PollPart)
  /// The kernel's word of flows that ended.
  case events(EventBatch)
  /// Whether that word is listened to has changed.
  case watching(EventWatch)
  /// Time to go on with what is too much for one turn.
  case goOn
  /// A poll failed; the sentence says what to do.
  case pollFailed(String)
  /// There will be no more snapshots, and why, as one sentence: a recording is over.
  case ended(String)
  case key(Key)
  /// The mouse did something at this column and row, counted from 0.
  case pointed(x: Int, y: Int, Pointing)
  case resized(Size)
  /// So many flows of a large action are done.
  case progress(done: Int, of: Int)
  /// An action came to its end, or was stopped; flows that it did not come to have no result.
  case acted(FlowAction, [ActionResult])
  /// What was seen of a flow after its entry was deleted.
  case followed(Flow, Aftermath)
  /// The theme now in use.
  case themed(String)
  /// What the name server calls an address; nil: nothing.
  case named(Address, String?)
  /// The flow that our own questions for names make: it is not listed.
  case lookingUp(OwnLookups)
  /// Something that the operator should know, as one sentence: a bad line in a theme file.
  case warning(String)
}

package import Canvas
package import FlowModel

/// All that can happen to the dashboard.
package enum Message: Sendable {
  case snapshot(Snapshot)
  /// A poll failed; the sentence says what to do.
  case pollFailed(String)
  /// There will be no more snapshots, and why, as one sentence: a recording is over.
  case ended(String)
  case key(Key)
  case resized(Size)
  /// An effect was carried out.
  case finished(Outcome)
  /// The theme now in use.
  case themed(String)
  /// Something that the operator should know, as one sentence: a bad line in a theme file.
  case warning(String)
}

/// What became of an action on the kernel.
package enum Outcome: Sendable, Equatable {
  case flushed(Flow)
  /// The entry had gone, or was another one under the same tuple; nothing was deleted.
  case alreadyGone(Flow)
  /// One sentence on why not.
  case failed(Flow, String)
}

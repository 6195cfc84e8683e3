package import FlowModel

/// What the dashboard wants done outside of itself.
///
/// Data: performed in one place, by the program.
package enum Effect: Sendable, Equatable {
  /// Carry out an action on exactly these entries: by tuple, zone and id.
  case act(ActionRequest)
  /// Begin no further part of the action that is under way; what is done stays done.
  case stopActing
  /// Poll every so many nanoseconds from now on.
  case setInterval(UInt64)
  case pollNow
  /// Poll no more, a poll that has begun excepted, or go on.
  case rest(Bool)
  /// Send `Message.goOn` as soon as what else waits, such as keys, has had its turn.
  case goOn
  /// The poll that ended is taken in: the next one may begin.
  case tookPoll
  /// Wind a recording to a moment of its calendar; nanoseconds since 1970.
  case seek(to: UInt64)
  /// Play a recording so many times as fast as it was made.
  case setSpeed(Double)
  case nextTheme
  /// Take the mouse, or leave it to the terminal's own selection.
  case setMouse(Bool)
  /// Stop like any job of the shell, until it is continued.
  case suspend
  /// Draw every cell anew: something else wrote on the terminal.
  case repaint
  case quit
}

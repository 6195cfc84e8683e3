package import FlowModel

/// What the dashboard wants done outside of itself.
///
/// Data: performed in one place, by the program.
package enum Effect: Sendable, Equatable {
  /// Delete exactly this entry: by tuple, zone and id.
  case flush(Flow)
  /// Poll every so many nanoseconds from now on.
  case setInterval(UInt64)
  case pollNow
  case nextTheme
  /// Stop like any job of the shell, until it is continued.
  case suspend
  /// Draw every cell anew: something else wrote on the terminal.
  case repaint
  case quit
}

package import Canvas
package import FlowModel

/// What the operator chose on the command line, or changed since by a key.
package struct Settings: Sendable {
  /// Where the flows come from.
  package enum Source: Sendable, Equatable {
    case live
    /// A recording by its name, and whether it starts over at its end.
    case recording(String, loops: Bool)
  }

  package var source: Source
  package var isReadOnly: Bool
  /// Nanoseconds between two polls.
  package var interval: UInt64
  package var showsBytes: Bool
  package var filter: FlowFilter
  package var glyphs: Glyphs
  package var themeName: String
  /// Seconds to add to UTC for the clock on screen.
  package var timeZoneOffset: Int
  /// The SSH session that the operator came by; nil where he sits at the machine.
  package var session: OperatorSession?

  package init(
    source: Source = .live, isReadOnly: Bool = false, interval: UInt64 = 1_000_000_000,
    showsBytes: Bool = false, filter: FlowFilter = .all, glyphs: Glyphs = .utf8,
    themeName: String = "default", timeZoneOffset: Int = 0, session: OperatorSession? = nil
  ) {
    self.source = source
    self.isReadOnly = isReadOnly
    self.interval = interval
    self.showsBytes = showsBytes
    self.filter = filter
    self.glyphs = glyphs
    self.themeName = themeName
    self.timeZoneOffset = timeZoneOffset
    self.session = session
  }

  /// Why no action can change the kernel, as one sentence; nil when actions are allowed.
  package var refusal: String? {
    if case .recording = source { return "This is a recording: there is nothing to act on." }
    return isReadOnly ? "Read-only: flowlanes was started with --read-only." : nil
  }

  /// Whether a flow carries the operator's own session.
  func isOwn(_ flow: Flow) -> Bool { session?.isCarried(by: flow) ?? false }

  /// The steps that + and - go through; nanoseconds.
  static let intervals: [UInt64] = [
    250_000_000, 500_000_000, 1_000_000_000, 2_000_000_000, 5_000_000_000, 10_000_000_000,
    30_000_000_000, 60_000_000_000,
  ]
}

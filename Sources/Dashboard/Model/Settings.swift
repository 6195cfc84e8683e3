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
  package var units: Units
  package var filter: FlowFilter
  package var glyphs: Glyphs
  package var themeName: String
  /// Seconds to add to UTC for the clock on screen.
  package var timeZoneOffset: Int
  /// The SSH session that the operator came by; nil where he sits at the machine.
  package var session: OperatorSession?
  /// Whether a configuration file, not the command line, refuses actions.
  package var isReadOnlyByFile = false
  package var keymap = Keymap.standard
  /// The columns behind the lane, left to right; empty: what the width has room for.
  package var columns: [ColumnChoice] = []
  /// Names in the place of addresses and ports.
  package var names = NameTable()
  /// What replaces addresses on screen; nil shows the real ones.
  package var mask: AddressMask?
  /// Whether clicks and the wheel come here; else the terminal's own selection has them.
  package var usesMouse = false
  /// What the listing is sorted by at the start.
  package var order = FlowOrder.glance

  package init(
    source: Source = .live, isReadOnly: Bool = false, interval: UInt64 = 1_000_000_000,
    units: Units = Units(), filter: FlowFilter = .all, glyphs: Glyphs = .utf8,
    themeName: String = "default", timeZoneOffset: Int = 0, session: OperatorSession? = nil
  ) {
    self.source = source
    self.isReadOnly = isReadOnly
    self.interval = interval
    self.units = units
    self.filter = filter
    self.glyphs = glyphs
    self.themeName = themeName
    self.timeZoneOffset = timeZoneOffset
    self.session = session
  }

  /// Rates in bytes a second, not bits.
  package var showsBytes: Bool { units.inBytes }

  /// Why no action can change the kernel, as one sentence; nil when actions are allowed.
  package var refusal: String? {
    if case .recording = source { return "This is a recording: there is nothing to act on." }
    guard isReadOnly else { return nil }
    return isReadOnlyByFile
      ? "Read-only: the configuration says so; --no-read-only allows actions."
      : "Read-only: flowlanes was started with --read-only."
  }

  /// Whether a flow carries the operator's own session.
  func isOwn(_ flow: Flow) -> Bool { session?.isCarried(by: flow) ?? false }

  /// The steps that + and - go through; nanoseconds.
  static let intervals: [UInt64] = [
    250_000_000, 500_000_000, 1_000_000_000, 2_000_000_000, 5_000_000_000, 10_000_000_000,
    30_000_000_000, 60_000_000_000,
  ]
}

import ArgumentParser
import CEmbedded
import Dashboard
import FlowModel

/// The command `flowlanes demo`.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "The dashboard on a recording that ships with the program; needs nothing.")

  @OptionGroup var options: CommonOptions

  @OptionGroup var screen: ScreenOptions

  func run() throws {
    if options.json || !StandardOutput.isTerminal {
      return try ListCommand.show(options, follow: false, of: Self.reader())
    }
    try DashboardStart(options, screen, source: .recording("demo", loops: true)).run {
      ReplayFeed(Self.reader(), reopen: { Self.reader() }, loops: true)
    }
  }

  /// The embedded recording, from its beginning.
  nonisolated static func reader() -> SnapshotReader {
    var length = 0
    guard let bytes = flowlanes_embedded_demo(&length) else {
      return SnapshotReader([], name: "demo")
    }
    return SnapshotReader(
      Array(UnsafeRawBufferPointer(start: bytes, count: length)), name: "demo")
  }
}

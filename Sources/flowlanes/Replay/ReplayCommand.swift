import ArgumentParser
import Dashboard
import FlowModel
import Glibc

/// The command `flowlanes replay FILE`.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "The dashboard on a recording; needs no privilege.",
    discussion: """
      Plays what flowlanes record wrote, and captures of other tools: tcpdump -i nlmon0, dumpcap.
      From another machine, live: ssh router flowlanes record - | flowlanes replay -
      """)

  @Argument(help: "The recording; - is standard input.")
  var file: String

  @OptionGroup var options: CommonOptions

  @OptionGroup var screen: ScreenOptions

  func run() throws {
    if options.json || !StandardOutput.isTerminal {
      var listing = options
      listing.replay = file
      return try ListCommand.show(listing, follow: false)
    }
    try Self.play(file, options, screen)
  }

  /// Shows a recording on the dashboard.
  static func play(_ file: String, _ options: CommonOptions, _ screen: ScreenOptions) throws {
    var reader = try SnapshotReader(opening: file)
    if file == "-" { reader.read(from: try giveInputToKeys()) }
    // What came through a pipe cannot be had again.
    let open: @Sendable () throws -> SnapshotReader = { try SnapshotReader(opening: file) }
    let reopen = file == "-" ? nil : open
    try DashboardStart(options, screen, source: .recording(file, loops: false)).run {
      ReplayFeed(reader, reopen: reopen, loops: false)
    }
  }

  /// Moves standard input aside, and puts the terminal in its place, where keys come from.
  private static func giveInputToKeys() throws(CommandFailure) -> Int32 {
    let recording = dup(STDIN_FILENO)
    let keys = open("/dev/tty", O_RDWR)
    guard recording >= 0, keys >= 0, dup2(keys, STDIN_FILENO) >= 0 else {
      throw CommandFailure("there is no terminal to take keys from", status: 1)
    }
    close(keys)
    return recording
  }
}

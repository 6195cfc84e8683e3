import ArgumentParser
import Canvas
import Dashboard
import FlowModel
import Glibc
import Netfilter
import Terminal

/// `flowlanes` alone: the dashboard, live.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "The dashboard, live. What flowlanes does by itself.")

  @OptionGroup var options: CommonOptions

  @Option(
    help: ArgumentHelp(
      "Append each action to a file: time, user, action, flow, result.", valueName: "file"))
  var log: String?

  func run() throws {
    if options.json || !StandardOutput.isTerminal {
      // Nobody looks at a screen: say the same in lines.
      return try ListCommand.show(options, follow: false)
    }
    if let file = options.replay { return try ReplayCommand.play(file, options: options) }
    try DashboardStart(options, source: .live, log: log.map { try ActionLog($0) }).run {
      LiveFeed(try KernelAccess.open(netns: options.netns), interval: options.interval.duration)
    }
  }
}

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

  @OptionGroup var screen: ScreenOptions

  @Flag(help: "Print the default configuration with comments, and end.")
  var printConfig = false

  func run() throws {
    if printConfig {
      var output = StandardOutput()
      output.text.append(Configuration().file)
      return output.flush()
    }
    if options.json || !StandardOutput.isTerminal {
      // Nobody looks at a screen: say the same in lines.
      return try ListCommand.show(options, follow: false)
    }
    if let file = options.replay { return try ReplayCommand.play(file, options, screen) }
    let start = try DashboardStart(options, screen, source: .live)
    try start.run {
      LiveFeed(
        try KernelAccess.open(netns: options.netns), interval: start.interval.duration,
        mostLoad: start.mostLoad, watchesEvents: start.watchesEvents)
    }
  }
}

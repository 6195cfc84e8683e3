import ArgumentParser

@main
struct Flowlanes: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flowlanes",
    abstract: "Shows which lane each flow takes through this router: slow, software or hardware.",
    subcommands: [
      WatchCommand.self, ListCommand.self, FlowtablesCommand.self, RecordCommand.self,
      ReplayCommand.self, DemoCommand.self,
    ], defaultSubcommand: WatchCommand.self)

  static func main() { CommandLineFailure.run(Flowlanes.self) }
}

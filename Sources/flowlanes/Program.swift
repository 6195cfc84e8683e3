import ArgumentParser

@main
struct Flowlanes: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flowlanes",
    abstract: "Shows which lane each flow takes through this router: slow, software or hardware.",
    subcommands: [ListCommand.self, FlowtablesCommand.self])

  static func main() { CommandLineFailure.run(Flowlanes.self) }
}

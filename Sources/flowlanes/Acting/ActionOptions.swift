import ArgumentParser
import Dashboard

/// The options of every command that changes something in the kernel.
struct ActionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Act in the network namespace of this name (see ip-netns(8)).", valueName: "name"))
  var netns: String?

  @Flag(help: "Only say what would be done, to which flows.")
  var dryRun = false

  @Flag(name: .shortAndLong, help: "Do not ask.")
  var yes = false

  @Flag(help: "With --yes: the flow of your own SSH session too, which is left out otherwise.")
  var ownSession = false

  @Flag(help: "Print JSON, one object a line.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Append each action to a file: time, user, action, flow, result.", valueName: "file"))
  var log: String?

  @Flag(
    inversion: .prefixedNo,
    help: "Refuse every action; what --dry-run says is said all the same.")
  var readOnly: Bool?

  @Option(
    help: ArgumentHelp(
      "Read this configuration alone, not yours and the machine's.", valueName: "file"))
  var config: String?

  /// What the configuration files say and, over it, the command line; problems go to standard error.
  func settled() throws -> Configuration {
    let files = try ConfigurationFiles(only: config)
    for problem in files.problems { CommandFailure(problem, status: 0).write() }
    var configuration = files.configuration
    if let readOnly { configuration.isReadOnly = readOnly }
    if let log { configuration.log = log }
    return configuration
  }
}

import ArgumentParser
import FlowModel

/// Replaces entries by equal ones: `flowlanes reset FILTER`.
struct ResetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset",
    abstract: "Tears down the offload of flows and has it made anew; connections go on.",
    discussion: """
      For an offload that is stale after a change of routes or rules, or after a client roamed. The entry \
      is replaced in place by one with the same tuples, translation, mark and timeout; its counters begin \
      anew. Ends with 2 when some flows could not be reset.
      """)

  @Argument(help: "Which flows: tcp port 443, or any text; see flowlanes list --help.")
  var filter: [String]

  @OptionGroup var options: ActionOptions

  func run() throws {
    let targets = try ActionTargets(filter, options)
    ActionRun.end(try ActionRun(action: .reset, options: options).run(targets))
  }
}

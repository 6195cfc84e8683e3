import ArgumentParser
import FlowModel

/// Deletes entries: `flowlanes flush FILTER`.
struct FlushCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flush",
    abstract: "Deletes the conntrack entries of flows, which ends their offload too.",
    discussion: """
      Asks first, on a terminal; elsewhere --yes must say so. Each entry is deleted by zone, tuple and id: \
      what has become another flow meanwhile stays. Ends with 2 when some flows survived.
      """)

  @Argument(help: "Which flows: tcp port 443, or any text; see flowlanes list --help.")
  var filter: [String]

  @OptionGroup var options: ActionOptions

  func run() throws {
    let targets = try ActionTargets(filter, options)
    _ = try ActionRun(action: .flush, options: options).run(targets)
  }
}

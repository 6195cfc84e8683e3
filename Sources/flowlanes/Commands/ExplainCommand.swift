import ArgumentParser
import FlowModel

/// Says why flows are not in a faster lane: `flowlanes explain`.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says for each flow why it is not in a faster lane, and how sure that is.",
    discussion: """
      Looks twice, an interval apart, to see which flows move; a recording is read to its end. A reason \
      is certain, likely or unknown; what would change it is printed as a command.
      """)

  @Argument(
    help: ArgumentHelp(
      "Only these flows: tcp port 443, reason no-rule, or any text (see flowlanes list --help).",
      valueName: "filter"))
  var flows: [String] = []

  @Flag(help: "Tell the way to each reason, too: the chains, rules and routes on it.")
  var steps = false

  @OptionGroup var options: CommonOptions

  func validate() throws {
    if !flows.isEmpty && options.filter != nil {
      throw ValidationError("Name the flows once: as an argument or with --filter.")
    }
  }

  func run() throws {
    let words = flows.isEmpty ? options.filter ?? "" : flows.joined(separator: " ")
    let configuration = try options.settledForPrinting()
    var listing = ExplanationListing(
      json: options.json, filter: try FlowFilter(option: words),
      glyphs: configuration.glyphs, showsSteps: steps, columns: StandardOutput.columns)
    var feed = SnapshotFeed(options, configuration, needsFlows: true, follows: true)
    feed.livePolls = 2
    do {
      try feed.run { listing.take($0) }
    } catch {
      // Of a damaged recording, what came before the damage is explained all the same.
      if options.replay != nil { listing.write() }
      throw error
    }
    listing.write()
  }
}

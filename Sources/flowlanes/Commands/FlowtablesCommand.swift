import ArgumentParser
import Canvas
import FlowModel

/// Prints flowtables: `flowlanes flowtables`.
struct FlowtablesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flowtables",
    abstract: "Prints the flowtables: their devices, flags, counters, and who uses them.",
    discussion: "Here --filter is any text in a flowtable's line.")

  @OptionGroup var options: CommonOptions

  @Flag(help: "Print a snapshot each interval, until interrupted.")
  var follow = false

  func run() throws {
    let configuration = try options.settledForPrinting()
    var listing = FlowtableListing(
      ListingForm(json: options.json), filter: options.filter ?? "", glyphs: configuration.glyphs,
      follows: follow)
    try SnapshotFeed(options, configuration, needsFlows: false, follows: follow).run {
      try listing.show($0)
    }
  }
}

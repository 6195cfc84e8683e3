import ArgumentParser
import Canvas
import FlowModel

/// Prints flows: `flowlanes list`.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Prints the flows and their lanes: a table on a terminal, else plain lines.")

  @OptionGroup var options: CommonOptions

  @Flag(help: "Print a snapshot each interval, until interrupted.")
  var follow = false

  func run() throws { try Self.show(options, follow: follow) }

  /// Prints the flows as these options say, of this recording if one is given.
  static func show(_ options: CommonOptions, follow: Bool, of recording: SnapshotReader? = nil)
    throws
  {
    var listing = FlowListing(
      ListingForm(json: options.json), filter: FlowFilter(options.filter ?? ""),
      glyphs: options.glyphs, follows: follow)
    var feed = SnapshotFeed(options: options, needsFlows: true, follows: follow)
    feed.needsRuleset = options.json
    feed.recording = recording
    try feed.run { listing.show($0) }
  }
}

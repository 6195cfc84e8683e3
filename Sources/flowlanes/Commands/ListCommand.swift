import ArgumentParser
import Canvas
import FlowModel

/// Prints flows: `flowlanes list`.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Prints the flows and their lanes: a table on a terminal, else plain lines.",
    discussion: """
      Filters, here and everywhere, and in the dashboard behind /:

      \(filterGuide)

      \(FilterGuide.caution) Rates take two polls, an interval apart.
      """)

  /// The language of filters, an example a line.
  private static var filterGuide: String {
    FilterGuide.lines.map { line in
      let blanks = String(repeating: " ", count: max(1, 30 - line.example.count))
      return "  \(line.example)\(blanks)\(line.meaning)"
    }.joined(separator: "\n")
  }

  @OptionGroup var options: CommonOptions

  @Flag(help: "Print a snapshot each interval, until interrupted.")
  var follow = false

  func run() throws { try Self.show(options, follow: follow) }

  /// Prints the flows as these options say, of this recording if one is given.
  static func show(_ options: CommonOptions, follow: Bool, of recording: SnapshotReader? = nil)
    throws
  {
    let filter = try options.flowFilter()
    let configuration = try options.settledForPrinting()
    var listing = FlowListing(
      ListingForm(json: options.json), filter: filter, glyphs: configuration.glyphs,
      follows: follow)
    // Rates are known once two polls have seen a flow.
    let needsRates = filter.needs.contains(.rates)
    var feed = SnapshotFeed(
      options, configuration, needsFlows: true, follows: follow || needsRates)
    feed.recording = recording
    // Lines tell the code of a reason alone.
    feed.needsRuleTexts = options.json
    guard needsRates && !follow else { return try feed.run { listing.show($0) } }
    feed.livePolls = 2
    var last: Snapshot?
    // Of a damaged recording, what came before the damage is listed all the same.
    defer { if let last { listing.show(last) } }
    try feed.run { snapshot in
      if let last { listing.prepare(last) }
      last = snapshot
    }
  }
}

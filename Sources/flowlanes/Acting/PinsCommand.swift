import ArgumentParser
import Canvas
import Dashboard
import FlowModel
import Netfilter

/// Lists the pins: `flowlanes pins`.
struct PinsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pins",
    abstract: "Lists the flows that are pinned to a lane, and whether the kernel holds them there.",
    discussion: """
      Looks twice, an interval apart. Takes away what pins of flows that ended left behind, unless \
      --read-only.
      """)

  @OptionGroup var options: CommonOptions

  func run() throws {
    let configuration = try options.settledForPrinting()
    var feed = SnapshotFeed(options, configuration, needsFlows: true, follows: true)
    feed.livePolls = 2
    var pins = LanePins()
    var store = FlowStore()
    var first: UInt64?
    var machine = Machine()
    var isLast = false
    try feed.run { snapshot in
      store.apply(snapshot)
      pins = LanePins(snapshot)
      machine = snapshot.machine
      if first == nil { first = snapshot.time }
      isLast = first != snapshot.time
    }
    if options.replay == nil && !configuration.isReadOnly { try Leftovers.tidy(machine) }
    var listing = PinListing(json: options.json, glyphs: configuration.glyphs)
    for flow in pins.flows {
      guard let pin = pins[flow.key], let record = store.record(flow.key) else { continue }
      let seen = isLast ? LanePin.patience + 1 : 0
      listing.add(record, pin, pin.standing(of: flow, seen: seen, moved: record.hasMoved))
    }
    listing.write(columns: StandardOutput.columns)
  }
}

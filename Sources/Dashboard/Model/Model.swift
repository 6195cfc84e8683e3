package import Canvas
package import FlowModel

/// All that the dashboard knows and shows.
///
/// `update` changes it, `render` draws it; neither reads a clock, a socket or the terminal.
package struct Model: Sendable {
  /// Flows as of the newest poll.
  package internal(set) var store = FlowStore()
  /// The flows of the moment when the operator froze the screen; nil while it lives.
  ///
  /// Kept only then: a second hold on the records would have each poll copy them all.
  var frozen: FlowStore?
  /// What the newest poll said beside flows; nil before the first.
  package internal(set) var status: PollStatus?
  /// Why there is no newer poll, as one sentence; nil when the last one worked.
  package internal(set) var problem: String?
  /// Why there will be no more snapshots, as one sentence; nil while they come.
  package internal(set) var ending: String?
  package internal(set) var listing = Listing()
  /// The page that covers the listing; nil when the listing itself is seen.
  package internal(set) var page: Page?
  /// The question that waits for an answer; it covers everything else.
  package internal(set) var question: Question?
  package internal(set) var notice: Notice?
  package internal(set) var size: Size
  package internal(set) var settings: Settings

  package init(settings: Settings, size: Size) {
    self.settings = settings
    self.size = size
    listing.filter = settings.filter
  }

  /// Flows as shown: the newest, or those of the moment when the operator froze the screen.
  package var shown: FlowStore { frozen ?? store }
  package var isFrozen: Bool { frozen != nil }

  /// What a poll reports of itself and the machine.
  package struct PollStatus: Sendable {
    package var wallTime: UInt64
    package var duration: UInt64
    package var entries: UInt32?
    package var maxEntries: UInt32?
    package var interrupted: Bool
    package var malformed: Int
    package var malformedExample: String?
    package var flowtables: [Flowtable]?
    package var flowtableProblem: String?
    package var links: [Link]
    package var machine: Machine

    init(_ snapshot: Snapshot) {
      wallTime = snapshot.wallTime
      duration = snapshot.duration
      entries = snapshot.entries
      maxEntries = snapshot.maxEntries
      interrupted = snapshot.interrupted
      malformed = snapshot.malformed
      malformedExample = snapshot.malformedExample
      flowtables = snapshot.flowtables
      flowtableProblem = snapshot.flowtableProblem
      links = snapshot.links
      machine = snapshot.machine
    }
  }
}

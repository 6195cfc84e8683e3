package import Canvas
package import Diagnosis
package import FlowModel

/// All that the dashboard knows and shows.
///
/// `update` changes it, `render` draws it; neither reads a clock, a socket or the terminal.
package struct Model: Sendable {
  /// What the polls have shown up to the newest.
  package internal(set) var newest = Moment()
  /// The next record to go over, once a poll of many flows is closed; nil when none is.
  var settling: Int?
  /// Whether the feed is still to be told that its poll is taken in.
  var isTaking = false
  /// Whether `Message.goOn` is on its way.
  var isGoing = false
  /// The moment when the operator froze the screen; nil while it lives, or while polling rests.
  ///
  /// Kept only then: a second hold on the records would have each poll copy them all.
  var frozen: Moment?
  /// Whether the newest moment itself is to stand still, for which no poll may come: how a screen of
  /// many flows is frozen, for they are not kept twice.
  var isResting = false
  /// What the feed was told of that.
  var hasToldToRest = false
  /// Whether a poll has begun that is not taken in yet: it would move what is to stand still.
  var isPolling = false
  /// Whether the frozen moment is one that was stepped back to.
  var isPast = false
  /// What polls cost, and how often they come; nil before the first.
  package internal(set) var pace: PollPace?
  /// Whether it was told that they come less often than asked for: once is enough.
  var hasToldOfPace = false
  /// Why there is no newer poll, as one sentence; nil when the last one worked.
  package internal(set) var problem: String?
  /// Why there will be no more snapshots, as one sentence; nil while they come.
  package internal(set) var ending: String?
  package internal(set) var listing = Listing()
  /// The list that is seen where no page covers it: flows, groups, events or pins.
  package internal(set) var view = View.flows
  package internal(set) var groups = GroupList()
  /// What the live screen shows of figures that never stand still.
  package internal(set) var steady = SteadyFigures()
  /// The way back from a group's flows; nil where there is none.
  var drill: Drill?
  package internal(set) var eventLog = EventLog()
  package internal(set) var events = EventList()
  /// Whether the kernel's word of the ends of flows is listened to.
  package internal(set) var eventWatch = EventWatch.off
  package internal(set) var pinCursor = Cursor<FlowKey>()
  /// The moments that a frozen screen can step back to.
  package internal(set) var past = Past()
  /// The rates of the flow that is looked at.
  package internal(set) var trace: FlowTrace?
  /// The time to jump to as it is being typed; nil when nobody types.
  package internal(set) var typedTime: String?
  /// How many times as fast as it was made a recording plays.
  package internal(set) var speed = 1.0
  /// The page that covers the listing; nil when the listing itself is seen.
  package internal(set) var page: Page?
  /// What the open page tells of each flowtable; nil where they could not be read.
  package internal(set) var reviews: [FlowtableReview]?
  /// What the doctor found, for its page; nil before the first poll.
  package internal(set) var checks: [Check]?
  /// The question that waits for an answer; it covers everything else.
  package internal(set) var question: Question?
  package internal(set) var notice: Notice?
  /// The action that is being carried out; nil when none is.
  package internal(set) var underway: Underway?
  /// What was seen of flows since the last flush, one by one.
  var aftermaths: [Aftermath] = []
  package internal(set) var size: Size
  package internal(set) var settings: Settings

  package init(settings: Settings, size: Size) {
    self.settings = settings
    self.size = size
    listing.filter = settings.filter
    listing.order = settings.order
  }

  /// Flows as of the newest poll.
  package var store: FlowStore { newest.store }
  /// What the screen shows: the newest moment, or that when the operator froze it.
  package var moment: Moment { frozen ?? newest }
  package var shown: FlowStore { frozen?.store ?? newest.store }
  /// What the shown poll said beside flows; nil before the first.
  package var status: Snapshot? { frozen.map { $0.snapshot } ?? newest.snapshot }
  package var isFrozen: Bool { frozen != nil || isResting && !isPolling }
  /// Whether it is, or will be as soon as the poll under way is taken in.
  var isHeld: Bool { frozen != nil || isResting }
}

import FlowModel

/// The events of the last polls, in bounded room: the newest two thousand, and counts of a minute.
package struct EventLog: Sendable {
  /// The oldest first.
  package private(set) var events: [FlowEvent] = []
  /// Since when events are watched; nanoseconds since 1970, nil before the first poll.
  package private(set) var since: UInt64?

  private var numbered: UInt64 = 0
  /// What was amiss with the kernel's words since the last poll.
  private var amiss = (lost: 0, malformed: 0)
  private var polls: [(wallTime: UInt64, counts: EventCounts)] = []
  /// When a flow was last told to loop, so that it is not told at each turn.
  private var loops: [FlowKey: UInt64] = [:]

  private static let most = 2000
  private static let mostPolls = 4096
  private static let mostLoops = 256
  /// A table of more flows tells of its lane changes one by one, and of the rest by number.
  static let largest = 50_000
  /// How many changes within two minutes make a loop: there and back, twice.
  static let loopLength = 4
  private static let minute: UInt64 = 60_000_000_000

  init() {}

  /// Notes what was amiss with the kernel's words of ends; it counts with the next poll.
  mutating func note(_ batch: EventBatch) {
    amiss.lost += batch.lost
    amiss.malformed += batch.malformed
  }

  mutating func take(_ moment: Moment) {
    let wallTime = moment.store.wallTime
    // A recording that begins again, or was wound back.
    if let last = polls.last, wallTime < last.wallTime { self = EventLog() }
    if since == nil { since = wallTime }
    let changes = moment.store.changes
    var counts = EventCounts(
      began: changes.beganCount, ended: changes.endedCount, faster: changes.faster,
      fellBack: changes.fellBack, failed: moment.failed.new.count,
      shortLived: changes.shortLived, lost: amiss.lost, malformed: amiss.malformed)
    amiss = (0, 0)
    takeSights(changes, wallTime, tooMany: moment.store.records.count > Self.largest)
    for key in moment.failed.new { add(.failed, key, wallTime) }
    for change in changes.moves {
      add(.moved(change.move), change.key, wallTime)
      if loop(change, wallTime) { counts.loops += 1 }
    }
    polls.append((wallTime, counts))
    let old = polls.prefix { wallTime - min(wallTime, $0.wallTime) >= Self.minute }.count
    if old > 0 { polls.removeFirst(old) }
    if polls.count > Self.mostPolls { polls.removeFirst(polls.count / 2) }
    // Some more at once, so that not every poll moves them all.
    if events.count > Self.most + Self.most / 4 { events.removeFirst(events.count - Self.most) }
  }

  private mutating func takeSights(_ changes: PollChanges, _ wallTime: UInt64, tooMany: Bool) {
    let isCrowd =
      tooMany || changes.beganCount > changes.began.count
      || changes.endedCount > changes.ended.count
    guard !isCrowd else {
      if changes.beganCount + changes.endedCount > 0 {
        add(.crowd(began: changes.beganCount, ended: changes.endedCount), nil, wallTime)
      }
      return
    }
    for sight in changes.ended { add(.ended(sight.lane), sight.key, wallTime) }
    for sight in changes.began { add(.began(sight.lane), sight.key, wallTime) }
  }

  /// Whether a flow that changed its lane goes on doing so; told once in half a minute.
  private mutating func loop(_ change: PollChanges.Change, _ wallTime: UInt64) -> Bool {
    guard change.recent >= Self.loopLength,
      wallTime - (loops[change.key] ?? 0) > Self.minute / 2
    else { return false }
    if loops.count >= Self.mostLoops { loops = [:] }
    loops[change.key] = wallTime
    add(.loops(change.recent), change.key, wallTime)
    return true
  }

  private mutating func add(_ kind: FlowEvent.Kind, _ flow: FlowKey?, _ wallTime: UInt64) {
    numbered += 1
    events.append(FlowEvent(number: numbered, wallTime: wallTime, kind: kind, flow: flow))
  }

  /// The counts of the minute before a moment; polls after it do not count.
  package func lastMinute(before wallTime: UInt64) -> EventCounts {
    polls.reduce(EventCounts()) { sum, poll in
      poll.wallTime <= wallTime && wallTime - poll.wallTime < Self.minute ? sum + poll.counts : sum
    }
  }
}

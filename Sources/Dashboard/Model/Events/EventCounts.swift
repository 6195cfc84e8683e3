package import FlowModel

/// How many events of each kind there were in one poll, or in the last minute.
package struct EventCounts: Sendable, Hashable {
  package var began = 0
  package var ended = 0
  package var faster = 0
  package var fellBack = 0
  package var failed = 0
  package var loops = 0
  /// Flows that lived and died between polls, by the kernel's word of their ends.
  package var shortLived = ShortLived()
  /// How many times some of these words were lost, and how many could not be read.
  package var lost = 0
  package var malformed = 0

  static func + (a: EventCounts, b: EventCounts) -> EventCounts {
    EventCounts(
      began: a.began + b.began, ended: a.ended + b.ended, faster: a.faster + b.faster,
      fellBack: a.fellBack + b.fellBack, failed: a.failed + b.failed, loops: a.loops + b.loops,
      shortLived: a.shortLived + b.shortLived, lost: a.lost + b.lost,
      malformed: a.malformed + b.malformed)
  }
}

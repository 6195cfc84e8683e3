/// What a poll knows before its first flow.
package struct PollStart: Sendable {
  /// When it began, on a clock that never jumps; nanoseconds.
  package var time: UInt64
  /// The same moment by the calendar; nanoseconds since 1970.
  package var wallTime: UInt64
  /// nil when flowtables were not readable.
  package var flowtables: [Flowtable]?
  package var machine: Machine
  /// Entries in the table; nil where the kernel does not say.
  package var entries: UInt32?

  package init(
    time: UInt64, wallTime: UInt64, flowtables: [Flowtable]?, machine: Machine,
    entries: UInt32? = nil
  ) {
    self.entries = entries
    self.time = time
    self.wallTime = wallTime
    self.flowtables = flowtables
    self.machine = machine
  }

  /// Of a poll whose flows are in the snapshot: they count, whatever a recording says of the table.
  package init(_ snapshot: Snapshot) {
    self.init(
      time: snapshot.time, wallTime: snapshot.wallTime, flowtables: snapshot.flowtables,
      machine: snapshot.machine, entries: UInt32(clamping: snapshot.flows.count))
  }
}

/// A part of a poll, in the order in which they come.
package enum PollPart: Sendable {
  case began(PollStart)
  case flows(FlowBatch)
  /// The kernel lists them once more from the start: flows that were told come again.
  case again
  /// All flows were told; the snapshot holds everything else.
  case ended(Snapshot)
  /// The poll is taken in, and this is what it has cost.
  case paced(PollPace)
}

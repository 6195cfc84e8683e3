import FlowModel

/// What a followed listing says after each snapshot, so that a reader knows it is whole.
nonisolated struct SnapshotTrailer {
  let number: UInt64
  /// Nanoseconds since 1970.
  let wallTime: UInt64
  let interrupted: Bool
  /// The flows listed, by `Lane.rawValue`.
  var counts: [UInt64] = Lane.allCases.map { _ in 0 }

  init(_ snapshot: Snapshot, number: UInt64) {
    self.number = number
    wallTime = snapshot.wallTime
    interrupted = snapshot.interrupted
  }

  mutating func count(_ lane: Lane) { counts[Int(lane.rawValue)] += 1 }
}

nonisolated extension TextBuffer {
  mutating func append(json trailer: SnapshotTrailer) {
    append("{\"snapshot\":")
    append(number: trailer.number)
    append(",\"time\":\"")
    append(time: trailer.wallTime)
    append("\",\"flows\":{")
    for lane in Lane.allCases {
      append(lane == .slow ? "\"" : ",\"")
      append(lane.name)
      append("\":")
      append(number: trailer.counts[Int(lane.rawValue)])
    }
    append("},\"interrupted\":")
    append(trailer.interrupted ? "true}\n" : "false}\n")
  }

  /// Appends the trailer of a plain listing, a comment to whoever reads fields.
  mutating func append(line trailer: SnapshotTrailer) {
    append("# snapshot ")
    append(number: trailer.number)
    append(" ")
    append(time: trailer.wallTime)
    for lane in Lane.allCases {
      append(" ")
      append(lane.name)
      append("=")
      append(number: trailer.counts[Int(lane.rawValue)])
    }
    append(trailer.interrupted ? " interrupted\n" : "\n")
  }
}

import FlowModel

/// A file to which a line is written for each poll, so that a benchmark can tell what polls cost.
///
///     1000000 1843211000 2101332000 21013320000
///
/// Flows in the table, then nanoseconds: from the poll's begin until all of it was taken in and the list
/// made; processor time of the program meanwhile; from this poll's begin to the next one's.
nonisolated final class PollLog: Sendable {
  private let file: LogFile

  init(_ path: String) throws { file = try LogFile(path, anew: true) }

  func append(_ pace: PollPace, flows: Int) {
    var text = TextBuffer()
    for (number, end) in [
      (UInt64(flows), " "), (pace.took, " "), (pace.cost, " "), (pace.interval, "\n"),
    ] {
      text.append(number: number)
      text.append(end)
    }
    file.write(text)
  }
}

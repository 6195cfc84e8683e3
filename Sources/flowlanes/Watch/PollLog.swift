import FlowModel
import Glibc

/// A file to which a line is written for each poll, so that a benchmark can tell what polls cost.
///
///     1000000 1843211000 2101332000 21013320000
///
/// Flows in the table, then nanoseconds: from the poll's begin until all of it was taken in and the list
/// made; processor time of the program meanwhile; from this poll's begin to the next one's.
nonisolated final class PollLog: Sendable {
  private let file: Int32

  init(_ path: String) throws {
    let opened = open(path, O_WRONLY | O_TRUNC | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard opened >= 0 else {
      throw CommandFailure(
        "cannot write the poll log \(path): \(String(cString: strerror(errno)))", status: 1)
    }
    file = opened
  }

  deinit { close(file) }

  func append(_ pace: PollPace, flows: Int) {
    var text = TextBuffer()
    for (number, end) in [
      (UInt64(flows), " "), (pace.took, " "), (pace.cost, " "), (pace.interval, "\n"),
    ] {
      text.append(number: number)
      text.append(end)
    }
    text.bytes.withUnsafeBytes { _ = write(file, $0.baseAddress, $0.count) }
  }
}

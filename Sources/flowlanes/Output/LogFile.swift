import FlowModel
import Glibc

/// A file of lines that a session writes as things happen; made with mode 0600 where there is none.
nonisolated final class LogFile: Sendable {
  private let file: Int32

  /// Opens the file: behind what it holds, or `anew`.
  init(_ path: String, anew: Bool = false) throws {
    let begin = anew ? O_TRUNC : O_APPEND
    let opened = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | begin, 0o600)
    guard opened >= 0 else {
      let verb = anew ? "write" : "append to"
      throw CommandFailure(
        "cannot \(verb) the log \(path): \(String(cString: strerror(errno)))", status: 1)
    }
    file = opened
  }

  deinit { close(file) }

  /// Writes lines at once: other writers' lines stay whole.
  func write(_ text: TextBuffer) {
    text.bytes.withUnsafeBytes { _ = Glibc.write(file, $0.baseAddress, $0.count) }
  }
}

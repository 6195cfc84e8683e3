import Glibc

/// The file or pipe that a recording is written to.
nonisolated struct RecordingOutput {
  private let name: String
  private let descriptor: Int32

  /// Opens the file anew; `-` is standard output.
  init(_ path: String) throws(CommandFailure) {
    if path == "-" {
      name = "standard output"
      descriptor = STDOUT_FILENO
      guard isatty(descriptor) == 0 else {
        throw CommandFailure(
          "a recording is no text: send it to a file or a pipe, not to the terminal", status: 64)
      }
      return
    }
    name = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw CommandFailure("cannot write \(path): \(String(cString: strerror(errno)))", status: 1)
    }
  }

  /// Writes all of it.
  ///
  /// Returns false when nobody reads the pipe any more.
  func write(_ bytes: [UInt8]) throws(CommandFailure) -> Bool {
    var start = 0
    while start < bytes.count {
      let (written, number) = bytes.withUnsafeBytes { all in
        (Glibc.write(descriptor, all.baseAddress?.advanced(by: start), all.count - start), errno)
      }
      if written >= 0 {
        start += written
      } else if number == EPIPE {
        return false
      } else if number != EINTR {
        throw CommandFailure(
          "cannot write \(name): \(String(cString: strerror(number)))", status: 1)
      }
    }
    return true
  }
}

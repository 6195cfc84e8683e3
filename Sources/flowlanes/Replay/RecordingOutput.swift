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

  /// Writes all of it, unless `isEnough` says so while nobody takes it.
  ///
  /// Returns false when no more is to be written: the reader of the pipe is gone, or it was enough.
  func write(_ bytes: [UInt8], unless isEnough: () -> Bool) throws(CommandFailure) -> Bool {
    var start = 0
    while start < bytes.count {
      var target = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      if poll(&target, 1, Self.patience) == 0 {
        if isEnough() { return false }
        continue
      }
      let (written, number) = bytes.withUnsafeBytes { all in
        let piece = all[start...].prefix(Self.piece)
        return (
          Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: piece).baseAddress, piece.count),
          errno
        )
      }
      if written >= 0 {
        start += written
      } else if number == EPIPE {
        return false
      } else if number != EINTR && number != EAGAIN {
        throw CommandFailure(
          "cannot write \(name): \(String(cString: strerror(number)))", status: 1)
      }
    }
    return true
  }

  /// What a pipe that is ready takes without blocking: `PIPE_BUF`.
  private static let piece = 4096
  /// How long a reader may take nothing before `isEnough` is asked; milliseconds.
  private static let patience: Int32 = 200
}

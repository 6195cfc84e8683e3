import FlowModel
import Glibc

/// Standard output by write(2): text gathers in one buffer and leaves in large pieces.
nonisolated struct StandardOutput {
  /// How much gathers before it is written.
  private static let chunk = 64 << 10

  var text = TextBuffer(reserving: chunk + 8192)

  init() {
    // A reader that had enough is no error: write(2) then says EPIPE in place of killing us.
    signal(SIGPIPE, SIG_IGN)
  }

  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// The terminal's width in columns, or nil when standard output is none.
  static var columns: Int? {
    var size = winsize()
    guard isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
    return size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// Writes when enough has gathered; to be called after each row.
  mutating func flushIfFull() {
    if text.bytes.count >= Self.chunk { flush() }
  }

  /// Writes what has gathered.
  ///
  /// Ends the program when nobody reads any more.
  mutating func flush() {
    text.bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let written = write(
          STDOUT_FILENO, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        let number = errno
        if written >= 0 {
          rest = rest.dropFirst(written)
        } else if number == EAGAIN {
          var descriptor = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
          poll(&descriptor, 1, -1)
        } else if number == EPIPE {
          exit(0)
        } else if number != EINTR {
          CommandFailure("cannot write: \(String(cString: strerror(number)))", status: 1).end()
        }
      }
    }
    text.bytes.removeAll(keepingCapacity: true)
  }
}

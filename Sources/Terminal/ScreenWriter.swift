import CNCurses
import Dispatch
import Glibc

/// Sends what curses draws to the terminal, on a queue of its own.
///
/// write(2) to a terminal waits while the link hangs, and curses waits in it. So curses draws into
/// memory: for that time a memfd stands in the place of its descriptor. What it drew is sent from
/// here, a frame at a time; while one is on its way none is drawn, so nothing piles up and neither
/// keys nor polls wait.
final class ScreenWriter {
  /// Whether a frame is still on its way.
  private(set) var isBusy = false
  /// Called when a frame has gone out.
  var whenDone: (() -> Void)?

  private let output: Int32
  /// What curses writes to: the terminal, but for the time of `draw`.
  private let descriptor: Int32
  private let memory: Int32
  private let queue = DispatchQueue(label: "flowlanes.screen")
  private let group = DispatchGroup()
  private var frames = 0

  /// Makes a second descriptor of the terminal for curses; nil where there is no more room for any.
  init?(output: Int32) {
    self.output = output
    descriptor = fcntl(output, F_DUPFD_CLOEXEC, 3)
    memory = flowlanes_memory()
    guard descriptor >= 0, memory >= 0 else { return nil }
  }

  /// The stream for newterm(); it lives as long as the process.
  func stream() -> UnsafeMutablePointer<FILE>? { fdopen(descriptor, "w") }

  /// Lets curses draw, and sends what it drew behind `before`; returns before it has arrived.
  func draw(after before: [UInt8] = [], _ draw: () -> Void) {
    guard lseek(memory, 0, SEEK_SET) == 0, flowlanes_replace(memory, descriptor) else {
      return draw()
    }
    draw()
    let length = Int(lseek(memory, 0, SEEK_CUR))
    _ = flowlanes_replace(output, descriptor)
    guard length > 0 else { return }
    let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      count = max(0, pread(memory, buffer.baseAddress, length, 0))
    }
    send(before + bytes)
  }

  /// Waits until all was sent, but not longer than so many milliseconds; false where it was not.
  func finish(within milliseconds: Int) -> Bool {
    guard group.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else {
      return false
    }
    isBusy = false
    return true
  }

  /// Sends a frame; returns before it has arrived.
  func send(_ bytes: [UInt8]) {
    isBusy = true
    frames += 1
    let (frame, output) = (frames, output)
    queue.async(group: group) { @Sendable in
      Self.write(bytes, to: output)
      DispatchQueue.main.async { [self] in
        MainActor.assumeIsolated { arrived(frame) }
      }
    }
  }

  private func arrived(_ frame: Int) {
    guard frame == frames else { return }
    isBusy = false
    whenDone?()
  }

  /// Writes all; what is left when the terminal is gone nobody will see.
  nonisolated static func write(_ bytes: [UInt8], to output: Int32) {
    bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let written = Glibc.write(
          output, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written > 0 {
          rest = rest.dropFirst(written)
        } else if errno == EAGAIN {
          // Somebody who shares the terminal asked for writes that do not wait.
          var descriptor = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
          poll(&descriptor, 1, -1)
        } else if errno != EINTR {
          return
        }
      }
    }
  }
}

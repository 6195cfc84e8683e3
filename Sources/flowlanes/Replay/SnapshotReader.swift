import FlowModel
import Glibc
import Recording

/// The snapshots of a recording, in order: from a file, standard input, or bytes at hand.
nonisolated struct SnapshotReader: Sendable {
  private enum Bytes: Sendable {
    case descriptor(Int32)
    case memory([UInt8])
  }

  private static let chunk = 1 << 16

  /// What the recording is called in a sentence.
  let name: String
  private var bytes: Bytes
  private var reader = CaptureReader()
  private var player = Player()
  private var isFinished = false

  /// Opens a recording; `-` is standard input.
  init(opening path: String) throws(CommandFailure) {
    name = path == "-" ? "standard input" : path
    if path == "-" {
      bytes = .descriptor(STDIN_FILENO)
      return
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw CommandFailure("cannot read \(path): \(String(cString: strerror(errno)))", status: 65)
    }
    bytes = .descriptor(descriptor)
  }

  /// Reads a recording that is in memory.
  init(_ recording: [UInt8], name: String) {
    self.name = name
    bytes = .memory(recording)
  }

  /// Reads from this descriptor from now on: for when standard input is needed for keys.
  mutating func read(from descriptor: Int32) { bytes = .descriptor(descriptor) }

  /// Whether the file ended in the middle of a block; known at the end.
  var wasCutShort: Bool { reader.wasCutShort }

  /// Yields the next snapshot, or nil at the end; waits for a pipe to bring it.
  mutating func next() throws(CommandFailure) -> Snapshot? {
    while true {
      do throws(RecordingError) {
        if let snapshot = try play() { return snapshot }
      } catch {
        throw CommandFailure("\(name): \(error.description)", status: 65)
      }
      if isFinished { return player.finish() }
      if let more = try fill() {
        reader.feed(more)
      } else {
        reader.finish()
        isFinished = true
      }
    }
  }

  /// The next snapshot in the bytes that were read so far.
  private mutating func play() throws(RecordingError) -> Snapshot? {
    while let frame = try reader.next() {
      if let snapshot = try player.next(frame, machine: reader.machine) { return snapshot }
    }
    return nil
  }

  /// The next piece, or nil at the end.
  private mutating func fill() throws(CommandFailure) -> [UInt8]? {
    switch bytes {
    case .memory(let all):
      bytes = .memory([])
      return all.isEmpty ? nil : all
    case .descriptor(let descriptor):
      while true {
        var count = 0
        var number: Int32 = 0
        let piece = [UInt8](unsafeUninitializedCapacity: Self.chunk) { buffer, filled in
          count = Glibc.read(descriptor, buffer.baseAddress, Self.chunk)
          number = errno
          filled = max(0, count)
        }
        if count > 0 { return piece }
        if count == 0 { return nil }
        switch number {
        case EINTR: continue
        case EAGAIN:
          // Whoever shares the descriptor, as ssh does, may have made it so.
          var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
          poll(&source, 1, -1)
        default:
          throw CommandFailure(
            "cannot read \(name): \(String(cString: strerror(number)))", status: 65)
        }
      }
    }
  }
}

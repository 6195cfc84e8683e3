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
    do throws(RecordingError) {
      while true {
        while let frame = try reader.next() {
          if let snapshot = try player.next(frame, machine: reader.machine) { return snapshot }
        }
        if isFinished { return player.finish() }
        guard let more = try fill() else {
          reader.finish()
          isFinished = true
          continue
        }
        reader.feed(more)
      }
    } catch {
      throw CommandFailure("\(name): \(error.description)", status: 65)
    }
  }

  /// The next piece, or nil at the end.
  private mutating func fill() throws(RecordingError) -> [UInt8]? {
    switch bytes {
    case .memory(let all):
      bytes = .memory([])
      return all.isEmpty ? nil : all
    case .descriptor(let descriptor):
      while true {
        var count = 0
        let piece = [UInt8](unsafeUninitializedCapacity: Self.chunk) { buffer, filled in
          count = Glibc.read(descriptor, buffer.baseAddress, Self.chunk)
          filled = max(0, count)
        }
        if count > 0 { return piece }
        if count < 0 && errno == EINTR { continue }
        return nil
      }
    }
  }
}

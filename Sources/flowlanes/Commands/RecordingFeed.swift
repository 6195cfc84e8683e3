import FlowModel
import Glibc
import Recording

/// Snapshots out of a recording, as fast as it can be read.
nonisolated struct RecordingFeed {
  /// A file, or `-` for standard input.
  let path: String
  /// Whether every snapshot is wanted, or the last alone.
  let follows: Bool

  /// Hands on the snapshots; returns at the end of the recording.
  ///
  /// Of a damaged one, what came before the damage is handed on first.
  func run(_ show: (Snapshot) throws -> Void) throws {
    let file = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    if file < 0 { throw unreadable(errno) }
    defer { if file != STDIN_FILENO { close(file) } }

    var reader = CaptureReader()
    var player = Player()
    var last: Snapshot?
    var damage: CommandFailure?
    var isAtEnd = false
    while !isAtEnd && damage == nil {
      let bytes = try read(file)
      isAtEnd = bytes.isEmpty
      if isAtEnd { reader.finish() } else { reader.feed(bytes) }
      do {
        while let frame = try reader.next() {
          guard let snapshot = try player.next(frame, machine: reader.machine) else { continue }
          last = snapshot
          if follows { try show(snapshot) }
        }
      } catch let error as RecordingError {
        damage = CommandFailure((path == "-" ? "" : path + ": ") + error.description, status: 65)
      }
    }
    if let snapshot = player.finish() {
      last = snapshot
      if follows { try show(snapshot) }
    }
    if !follows, let last { try show(last) }
    if let damage { throw damage }
    if last == nil { throw CommandFailure("\(name) holds no dump of flows", status: 65) }
  }

  private var name: String { path == "-" ? "the recording" : path }

  private func unreadable(_ number: Int32) -> CommandFailure {
    CommandFailure("cannot read \(name): \(String(cString: strerror(number)))", status: 65)
  }

  /// The next bytes; none at the end.
  private func read(_ file: Int32) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = Glibc.read(file, &bytes, bytes.count)
      let number = errno
      if count >= 0 { return Array(bytes[..<count]) }
      if number != EINTR { throw unreadable(number) }
    }
  }
}

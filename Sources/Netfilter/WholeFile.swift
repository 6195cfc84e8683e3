import Glibc

/// Files that are read whole: those of /proc and /etc.
package enum WholeFile {
  /// The content, or nil when it cannot be read or is longer than 16 MiB.
  package static func bytes(_ path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < 16 << 20 {
      let count = Glibc.read(file, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
    return nil
  }

  static func lines(_ path: String) -> [Substring]? {
    bytes(path).map {
      String(decoding: $0, as: UTF8.self).split(separator: "\n")
    }
  }
}

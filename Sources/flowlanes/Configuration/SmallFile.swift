import Glibc

/// Reads a file of settings whole: a theme, a configuration, a list of names.
nonisolated enum SmallFile {
  /// Why a file could not be read.
  struct Failure: Error {
    var text: String
    var isAbsence = false

    /// What the last system call said.
    static var last: Failure {
      let number = errno
      return Failure(
        text: String(cString: strerror(number)), isAbsence: number == ENOENT || number == ENOTDIR)
    }
  }

  /// The text of a regular file of at most so many bytes; `kind` says what else it is not.
  static func read(
    _ path: String, atMost limit: Int = 65536, kind: String
  ) throws(Failure) -> String {
    // O_NONBLOCK: a pipe of that name would keep the program waiting for its writer.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if file < 0 { throw .last }
    defer { close(file) }
    var status = stat()
    if fstat(file, &status) != 0 { throw .last }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else {
      throw Failure(text: "it is no \(kind)")
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    let count = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
    if count < 0 { throw .last }
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }

  /// The folders of settings, the operator's own first.
  ///
  /// A relative path in either variable means nothing, says the XDG base directory specification.
  static var homes: [String] {
    let own = folder("XDG_CONFIG_HOME") ?? folder("HOME").map { "\($0)/.config" }
    return [own, "/etc"].compactMap(\.self)
  }

  private static func folder(_ variable: String) -> String? {
    guard let value = getenv(variable), value.pointee == 0x2f else { return nil }
    return String(cString: value)
  }
}

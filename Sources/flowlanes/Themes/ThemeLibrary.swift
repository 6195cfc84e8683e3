import CEmbedded
import Canvas
import Glibc

/// Where themes come from: files of the user, of the machine, and those inside the program.
nonisolated struct ThemeLibrary {
  /// Bytes; a theme is a page of text, so what is larger is none.
  private static let largestFile = 65536

  /// The folders that are searched, first match first.
  private let folders: [String]

  init() {
    // A relative path in either variable means nothing, says the XDG specification.
    let configuration =
      Self.folder("XDG_CONFIG_HOME") ?? Self.folder("HOME").map { "\($0)/.config" }
    let homes = [configuration, "/etc", "/usr/share"].compactMap(\.self)
    folders = homes.map { "\($0)/flowlanes/themes" }
  }

  /// The names to choose from: those inside the program, then what else lies in the folders.
  var names: [String] {
    let inside = Self.builtIn.map(\.name)
    let found = Set(folders.flatMap(Self.themes(in:))).subtracting(inside)
    return inside + found.sorted()
  }

  /// Finds a theme by name or, with a slash in it, by path.
  ///
  /// The problem, if any, names each line that could not be used and says what is wrong with the
  /// first, for the screen has one line for it.
  func theme(_ name: String) throws(CommandFailure) -> (theme: Theme, problem: String?) {
    let text = try text(name)
    let file = name.split(separator: "/").last.map(String.init) ?? name
    let label = file.hasSuffix(".theme") ? String(file.dropLast(6)) : file
    let (theme, problems) = Theme.parse(text, name: label)
    guard let first = problems.first else { return (theme, nil) }
    let others = problems.dropFirst().map { String($0.line) }.joined(separator: ", ")
    let also = others.isEmpty ? "" : " (also line \(others))"
    return (theme, "theme \(label), line \(first.line)\(also): \(first.reason)")
  }

  private func text(_ name: String) throws(CommandFailure) -> String {
    if name.contains("/") {
      switch Self.read(name) {
      case .success(let text): return text
      case .failure(let reason):
        throw CommandFailure("cannot read the theme \(name): \(reason.text)", status: 65)
      }
    }
    for folder in folders {
      let path = "\(folder)/\(name).theme"
      switch Self.read(path) {
      case .success(let text): return text
      case .failure(let reason) where reason.isAbsence: continue
      // Another user's home, as after su or sudo -u: there is nothing of this user's in it.
      case .failure where access(folder, X_OK) != 0: continue
      case .failure(let reason):
        throw CommandFailure("cannot read the theme \(path): \(reason.text)", status: 65)
      }
    }
    if let theme = Self.builtIn.first(where: { $0.name == name }) { return theme.text }
    throw CommandFailure(
      "there is no theme \(name); choose from \(names.joined(separator: ", "))", status: 65)
  }

  private static func folder(_ variable: String) -> String? {
    guard let value = getenv(variable), value.pointee == 0x2f else { return nil }
    return String(cString: value)
  }

  private struct ReadFailure: Error {
    var text: String
    var isAbsence = false

    /// What the last system call said.
    static var last: ReadFailure {
      let number = errno
      return ReadFailure(
        text: String(cString: strerror(number)), isAbsence: number == ENOENT || number == ENOTDIR)
    }
  }

  private static func read(_ path: String) -> Result<String, ReadFailure> {
    // O_NONBLOCK: a pipe of that name would keep the program waiting for its writer.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if file < 0 { return .failure(.last) }
    defer { close(file) }
    var status = stat()
    if fstat(file, &status) != 0 { return .failure(.last) }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= largestFile else {
      return .failure(ReadFailure(text: "it is no theme file"))
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    let count = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
    if count < 0 { return .failure(.last) }
    return .success(String(decoding: bytes.prefix(count), as: UTF8.self))
  }

  /// The names of the theme files in a folder; none if it cannot be read.
  private static func themes(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
          String(cString: $0)
        }
      }
      if name.hasSuffix(".theme"), !name.hasPrefix(".") { names.append(String(name.dropLast(6))) }
    }
    return names
  }

  /// The themes inside the program, the default first.
  private static var builtIn: [(name: String, text: String)] {
    var themes: [(name: String, text: String)] = []
    var name: UnsafePointer<CChar>?
    var length = 0
    while let bytes = flowlanes_embedded_theme(themes.count, &name, &length), let name {
      let text = UnsafeRawBufferPointer(start: bytes, count: length)
      themes.append((String(cString: name), String(decoding: text, as: UTF8.self)))
    }
    return themes
  }
}

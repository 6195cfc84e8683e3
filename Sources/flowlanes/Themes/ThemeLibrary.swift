import CEmbedded
import Canvas
import Glibc

/// Where themes come from: files of the user, of the machine, and those inside the program.
nonisolated struct ThemeLibrary {
  /// The folders that are searched, first match first.
  private let folders: [String]

  init() {
    folders = (SmallFile.homes + ["/usr/share"]).map { "\($0)/flowlanes/themes" }
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
      do throws(SmallFile.Failure) {
        return try SmallFile.read(name, kind: "theme file")
      } catch {
        throw CommandFailure("cannot read the theme \(name): \(error.text)", status: 65)
      }
    }
    for folder in folders {
      let path = "\(folder)/\(name).theme"
      do throws(SmallFile.Failure) {
        return try SmallFile.read(path, kind: "theme file")
      } catch {
        // Another user's home, as after su or sudo -u: there is nothing of this user's in it.
        if error.isAbsence || access(folder, X_OK) != 0 { continue }
        throw CommandFailure("cannot read the theme \(path): \(error.text)", status: 65)
      }
    }
    if let theme = Self.builtIn.first(where: { $0.name == name }) { return theme.text }
    throw CommandFailure(
      "there is no theme \(name); choose from \(names.joined(separator: ", "))", status: 65)
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

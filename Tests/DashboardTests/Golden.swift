import Canvas
import Glibc
import Testing

/// Compares a screen with the one kept in `Goldens/`: glyphs and roles alike.
///
/// `UPDATE_GOLDEN=1 swift test` writes what is drawn now; read the difference before you commit it.
enum Golden {
  static func check(_ canvas: Canvas, _ name: String, file: String = #filePath) {
    let folder =
      file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/") + "/Goldens"
    let path = "\(folder)/\(name).txt"
    let drawn = text(canvas)
    if getenv("UPDATE_GOLDEN") != nil {
      write(drawn, path)
      return
    }
    guard let kept = read(path) else {
      Issue.record("There is no golden \(name); UPDATE_GOLDEN=1 makes it.\n\(drawn)")
      return
    }
    #expect(drawn == kept, "The screen \(name) differs.\n--- kept\n\(kept)\n--- drawn\n\(drawn)")
  }

  /// The size, the rows of glyphs, then the rows of roles, one letter a cell.
  static func text(_ canvas: Canvas) -> String {
    var lines = ["\(canvas.width)x\(canvas.height)"]
    for y in 0..<canvas.height { lines.append(canvas.line(y)) }
    lines.append("roles")
    for y in 0..<canvas.height {
      var row = (0..<canvas.width).map { letter(canvas[$0, y].role) }
      while row.last == letter(.text) { row.removeLast() }
      lines.append(String(row))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func letter(_ role: Role) -> Character {
    if role == .text { return "." }
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return letters[Int(role.rawValue)]
  }

  static func read(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func write(_ text: String, _ path: String) {
    guard let file = fopen(path, "w") else {
      Issue.record("cannot write \(path)")
      return
    }
    defer { fclose(file) }
    fputs(text, file)
  }
}

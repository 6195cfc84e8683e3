package import Canvas

/// Writes what turns one canvas into another, in as few bytes as a terminal of the ANSI family takes.
///
/// curses begins and ends each change of colours with all that it knows of (45 bytes), and goes to most
/// places by their absolute address. Over a slow link that is most of a refresh: of the 710 bytes that a
/// busy screen took through curses 520 said where and how, 190 what.
package nonisolated struct FrameEncoder {
  /// Whether what is erased takes the background that is set (terminfo: `bce`).
  private let erasesInColor: Bool
  /// Whether the terminal shows a scalar in as many columns as the canvas gave it; else `?` is written.
  private let shows: (Unicode.Scalar) -> Bool
  /// Where the cursor is; nil: nobody knows, as behind the last column.
  private var cursor: (x: Int, y: Int)?
  /// The look that is set; nil: nobody knows.
  private var look: Look?
  private var bytes: [UInt8] = []

  package init(
    erasesInColor: Bool = false, shows: @escaping (Unicode.Scalar) -> Bool = { _ in true }
  ) {
    self.erasesInColor = erasesInColor
    self.shows = shows
  }

  /// Somebody else wrote to the terminal, and left it without attributes.
  package mutating func forget() {
    cursor = nil
    look = nil
  }

  /// What takes the attributes away that the last frame left set.
  package var reset: [UInt8] { look == nil ? [] : Array("\u{1b}[m".utf8) }

  /// The bytes of a frame; none where nothing changed.
  ///
  /// `looks` are those of the roles, by number.
  package mutating func frame(
    from old: Canvas, to new: Canvas, within size: Size, looks: [Look]
  ) -> [UInt8] {
    var numbers: [Look: UInt32] = [:]
    let byRole = looks.map { look in
      let number = numbers[look] ?? UInt32(numbers.count)
      numbers[look] = number
      return number
    }
    let changes = ScreenChanges(from: old, to: new, within: size) { byRole[Int($0.rawValue)] }
    guard changes.cells > 0 else { return [] }
    // The look that is set comes first: it costs nothing.
    let current = look.flatMap { numbers[$0] }
    let passes = changes.passes.enumerated().sorted { a, b in
      let isSet = [a, b].map { pass in
        pass.element.first.map { byRole[Int(new[$0.x, $0.y].role.rawValue)] } == current
      }
      return isSet[0] != isSet[1] ? isSet[0] : a.offset < b.offset
    }
    var byLook = self
    for pass in passes {
      byLook.write(Self.inShortSteps(pass.element, from: byLook.cursor), new, size, looks)
    }
    // A screen that is new as a whole takes less row by row.
    var byRow = self
    byRow.write(
      changes.passes.joined().sorted { ($0.y, $0.x) < ($1.y, $1.x) }, new, size, looks)
    self = byRow.bytes.count < byLook.bytes.count ? byRow : byLook
    defer { bytes = [] }
    return bytes
  }

  private mutating func write(
    _ runs: [ScreenChanges.Run], _ canvas: Canvas, _ size: Size, _ looks: [Look]
  ) {
    for run in runs {
      let wanted = looks[Int(canvas[run.x, run.y].role.rawValue)]
      bytes += wanted.sequence(after: look).utf8
      look = wanted
      move(toX: run.x, run.y, canvas, looks)
      var x = run.x
      let end = run.x + run.count
      while x < end {
        if end - x > 3, canErase, isBlank(from: x, to: size.width, run.y, canvas, looks) {
          bytes += "\u{1b}[K".utf8
          cursor = (x, run.y)
          break
        }
        x += put(x, run.y, canvas)
        // Behind the last column the cursor waits, each kind of terminal in its own way.
        cursor = x < size.width ? (x, run.y) : nil
      }
    }
  }

  /// Whether erased cells look as blanks do now.
  private var canErase: Bool {
    guard let look, look.attributes.allSatisfy({ $0 < 4 }) else { return false }
    return erasesInColor || ["", "49"].contains(look.background)
  }

  /// Whether there are blanks alone from a place on, in the look that is set.
  private func isBlank(
    from x: Int, to end: Int, _ y: Int, _ canvas: Canvas, _ looks: [Look]
  ) -> Bool {
    (x..<end).allSatisfy {
      let cell = canvas[$0, y]
      return cell.scalar == " " && looks[Int(cell.role.rawValue)] == look
    }
  }

  /// Writes the cell at a place, and says how many columns it took.
  private mutating func put(_ x: Int, _ y: Int, _ canvas: Canvas) -> Int {
    let scalar = canvas[x, y].scalar
    let columns = scalar.columns
    if shows(scalar), let encoded = UTF8.encode(scalar) {
      bytes += encoded
    } else {
      bytes += "?".utf8
      if columns == 2 { bytes += " ".utf8 }
    }
    return columns
  }

  // MARK: The way

  /// More runs than this are taken as they stand: each looks at all others for the nearest.
  private static let mostOrdered = 128

  /// Runs of one look in such an order that the cursor never goes far: down one column, then the next.
  private static func inShortSteps(
    _ runs: [ScreenChanges.Run], from start: (x: Int, y: Int)?
  ) -> [ScreenChanges.Run] {
    guard runs.count > 2, runs.count <= mostOrdered else { return runs }
    var rest = runs
    var ordered: [ScreenChanges.Run] = []
    // From nowhere the first is as near as any.
    var at = start ?? (runs[0].x, runs[0].y)
    while !rest.isEmpty {
      let next = rest.indices.min { distance(at, rest[$0]) < distance(at, rest[$1]) } ?? 0
      let run = rest.remove(at: next)
      ordered.append(run)
      at = (run.x + run.count, run.y)
    }
    return ordered
  }

  /// About how many bytes it takes to go to a run.
  private static func distance(_ at: (x: Int, y: Int), _ run: ScreenChanges.Run) -> Int {
    let (dx, dy) = (run.x - at.x, run.y - at.y)
    let down = dy < 0 ? 4 : min(dy, 4)
    let side = dx == 0 ? 0 : dx < 0 ? min(-dx, 5) : min(dx, 4)
    return min(down + side, 8)
  }

  // MARK: The cursor

  private mutating func move(toX x: Int, _ y: Int, _ canvas: Canvas, _ looks: [Look]) {
    if let cursor, cursor.x == x, cursor.y == y { return }
    var best = Self.absolute(x, y)
    if let cursor {
      let down = Self.vertical(y - cursor.y)
      for way in [
        Self.horizontal(x - cursor.x), x < cursor.x ? "\r" + Self.horizontal(x) : nil,
        unchanged(from: cursor.x, to: x, y, canvas, looks),
      ] {
        if let way, down.utf8.count + way.utf8.count < best.utf8.count { best = down + way }
      }
    }
    bytes += best.utf8
    cursor = (x, y)
  }

  private static func absolute(_ x: Int, _ y: Int) -> String {
    x == 0 ? y == 0 ? "\u{1b}[H" : "\u{1b}[\(y + 1)H" : "\u{1b}[\(y + 1);\(x + 1)H"
  }

  private static func vertical(_ rows: Int) -> String {
    // A line feed goes straight down: the terminal's driver makes no new line of it (ONLCR is off).
    if rows >= 0 { return rows <= 4 ? String(repeating: "\n", count: rows) : "\u{1b}[\(rows)B" }
    return rows == -1 ? "\u{1b}[A" : "\u{1b}[\(-rows)A"
  }

  private static func horizontal(_ columns: Int) -> String {
    if columns <= 0 {
      return columns >= -4
        ? String(repeating: "\u{8}", count: -columns) : "\u{1b}[\(-columns)D"
    }
    return columns == 1 ? "\u{1b}[C" : "\u{1b}[\(columns)C"
  }

  /// What stands between two places of a row already, where it has the look that is set: writing it
  /// again takes less than a leap over it of one to three cells.
  private func unchanged(
    from start: Int, to end: Int, _ y: Int, _ canvas: Canvas, _ looks: [Look]
  ) -> String? {
    guard start < end, end - start <= 4 else { return nil }
    var text = ""
    for x in start..<end {
      let cell = canvas[x, y]
      guard !cell.isTail, cell.scalar.isASCII, looks[Int(cell.role.rawValue)] == look else {
        return nil
      }
      text.unicodeScalars.append(cell.scalar)
    }
    return text
  }
}

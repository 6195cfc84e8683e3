/// A screen as a value: what a view drew, to be compared, tested or presented.
///
/// Nothing traps: what lies outside is clipped, whatever the coordinates. A wide scalar keeps both
/// its cells or loses both: overwriting one half blanks the other.
package struct Canvas: Equatable, Sendable {
  /// The widest and the tallest canvas; a larger size is cut to it.
  ///
  /// A pseudo-terminal claims any size up to 65535 x 65535; no screen has as many cells.
  package static let largest = Size(width: 4096, height: 4096)

  package let width: Int
  package let height: Int
  private var cells: [Cell]

  package init(width: Int, height: Int) {
    self.width = min(max(0, width), Canvas.largest.width)
    self.height = min(max(0, height), Canvas.largest.height)
    cells = Array(repeating: .blank(.text), count: self.width * self.height)
  }

  package init(_ size: Size) { self.init(width: size.width, height: size.height) }

  package var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

  package var size: Size { Size(width: width, height: height) }

  /// The cell at a place; a blank one outside the canvas.
  package subscript(x: Int, y: Int) -> Cell {
    isInside(x, y) ? cells[y * width + x] : .blank(.text)
  }

  private func isInside(_ x: Int, _ y: Int) -> Bool { x >= 0 && y >= 0 && x < width && y < height }

  /// Replaces a cell, and blanks what it leaves of a wide scalar to the left or right.
  private mutating func set(_ cell: Cell, _ x: Int, _ y: Int) {
    guard isInside(x, y) else { return }
    let at = y * width + x
    if cells[at].isTail && x > 0 { cells[at - 1] = .blank(cells[at - 1].role) }
    if x + 1 < width && cells[at + 1].isTail { cells[at + 1] = .blank(cells[at + 1].role) }
    cells[at] = cell
  }

  /// Writes text from `x` on, clipped to `limit` columns and to the canvas.
  ///
  /// Returns the columns used, also where they lie outside the canvas. A scalar that is not
  /// printable turns into `?`; one of no width is dropped; a wide one that would stick out at an
  /// edge is replaced by a blank.
  @discardableResult
  package mutating func put(
    _ text: some StringProtocol, x: Int, y: Int, role: Role, limit: Int = .max
  ) -> Int {
    let isVisible = y >= 0 && y < height && x < width
    var used = 0
    for scalar in text.unicodeScalars {
      let columns = scalar.columns
      if columns == 0 { continue }
      if columns > limit || used > limit - columns { break }
      if isVisible { place(scalar, columns, x: x + used, y: y, role: role) }
      used += columns
    }
    return used
  }

  private mutating func place(
    _ scalar: Unicode.Scalar, _ columns: Int, x: Int, y: Int, role: Role
  ) {
    if columns == 1 {
      set(Cell(scalar, role: role), x, y)
    } else if x < 0 || x + 1 >= width {
      set(.blank(role), x, y)
      set(.blank(role), x + 1, y)
    } else {
      set(Cell(scalar, role: role), x, y)
      set(.tail(role), x + 1, y)
    }
  }

  /// Writes text that ends just before column `end`, in at most `limit` columns.
  package mutating func putRight(
    _ text: some StringProtocol, end: Int, y: Int, role: Role, limit: Int = .max
  ) {
    let columns = min(Canvas.columns(text), limit)
    let (x, isTooFar) = end.subtractingReportingOverflow(columns)
    if !isTooFar { put(text, x: x, y: y, role: role, limit: columns) }
  }

  /// Fills a rectangle with one scalar; one that does not take exactly a column fills as `?`.
  package mutating func fill(_ rect: Rect, with scalar: Unicode.Scalar = " ", role: Role) {
    let cell = Cell(scalar.columns == 1 ? scalar : "?", role: role)
    for y in Canvas.clip(rect.y, rect.height, to: height) {
      for x in Canvas.clip(rect.x, rect.width, to: width) { set(cell, x, y) }
    }
  }

  /// Gives every cell of a rectangle a role, and leaves what stands there.
  package mutating func paint(_ rect: Rect, role: Role) {
    for y in Canvas.clip(rect.y, rect.height, to: height) {
      for x in Canvas.clip(rect.x, rect.width, to: width) { cells[y * width + x].role = role }
    }
  }

  /// The part of `start ..< start + length` between 0 and `limit`.
  private static func clip(_ start: Int, _ length: Int, to limit: Int) -> Range<Int> {
    guard length > 0, start < limit else { return 0..<0 }
    let (end, isTooFar) = start.addingReportingOverflow(length)
    let low = max(0, start)
    return low..<max(low, isTooFar ? limit : min(limit, end))
  }

  /// The columns that a text takes on the screen.
  package static func columns(_ text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { $0 + $1.columns }
  }

  /// The glyphs of one row, without trailing blanks.
  package func line(_ y: Int) -> String {
    var text = String.UnicodeScalarView()
    for x in 0..<width where !self[x, y].isTail { text.append(self[x, y].scalar) }
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// Whether a row holds the same cells in another canvas of the same width.
  package func hasSameRow(_ y: Int, as other: Canvas) -> Bool {
    guard width == other.width, y >= 0, y < height, y < other.height else { return false }
    let row = y * width..<(y + 1) * width
    return cells[row] == other.cells[row]
  }
}

/// A screen as a value: what a view drew, to be compared, tested or presented.
package struct Canvas: Equatable, Sendable {
  package let width: Int
  package let height: Int
  private var cells: [Cell]

  package init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    cells = Array(repeating: .blank(.text), count: self.width * self.height)
  }

  package init(_ size: Size) { self.init(width: size.width, height: size.height) }

  package var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

  /// The cell at a place; a blank one outside the canvas.
  package subscript(x: Int, y: Int) -> Cell {
    isInside(x, y) ? cells[y * width + x] : .blank(.text)
  }

  private func isInside(_ x: Int, _ y: Int) -> Bool { x >= 0 && y >= 0 && x < width && y < height }

  private mutating func set(_ cell: Cell, _ x: Int, _ y: Int) {
    if isInside(x, y) { cells[y * width + x] = cell }
  }

  /// Writes text from `x` on, clipped to `limit` columns and to the canvas.
  ///
  /// Returns the columns used. A scalar that is not printable turns into `?`; one of no width is
  /// dropped; a wide one that would stick out at the right is replaced by a blank.
  @discardableResult
  package mutating func put(
    _ text: some StringProtocol, x: Int, y: Int, role: Role, limit: Int = .max
  ) -> Int {
    var used = 0
    for scalar in text.unicodeScalars {
      let columns = scalar.columns
      if columns == 0 { continue }
      if used + columns > limit { break }
      let at = x + used
      if columns == 2 && (at + 1 >= width || at < 0) {
        set(.blank(role), at, y)
        set(.blank(role), at + 1, y)
      } else {
        set(Cell(scalar, role: role), at, y)
        if columns == 2 { set(.tail(role), at + 1, y) }
      }
      used += columns
    }
    return used
  }

  /// Writes text that ends just before column `end`, in at most `limit` columns.
  package mutating func putRight(
    _ text: some StringProtocol, end: Int, y: Int, role: Role, limit: Int = .max
  ) {
    let columns = min(Canvas.columns(text), limit)
    put(text, x: end - columns, y: y, role: role, limit: columns)
  }

  /// Fills a rectangle with one scalar.
  package mutating func fill(_ rect: Rect, with scalar: Unicode.Scalar = " ", role: Role) {
    for y in max(0, rect.y)..<max(0, rect.y, min(height, rect.y + rect.height)) {
      for x in max(0, rect.x)..<max(0, rect.x, min(width, rect.x + rect.width)) {
        set(Cell(scalar, role: role), x, y)
      }
    }
  }

  /// Gives every cell of a rectangle a role, and leaves what stands there.
  package mutating func paint(_ rect: Rect, role: Role) {
    for y in max(0, rect.y)..<max(0, rect.y, min(height, rect.y + rect.height)) {
      for x in max(0, rect.x)..<max(0, rect.x, min(width, rect.x + rect.width)) {
        cells[y * width + x].role = role
      }
    }
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
}

package import Canvas

/// What must be drawn to turn one canvas into another, cells of one look after another.
///
/// A change of colours takes up to 45 bytes, a step to the next row 3: so a screen full of new
/// figures takes the least when all of one column are drawn, then all of the next.
package nonisolated struct ScreenChanges {
  /// Neighbouring cells of a row that have one look.
  package nonisolated struct Run: Equatable {
    package let y: Int
    package let x: Int
    package var count: Int
  }

  /// The runs of each look, top to bottom.
  package private(set) var passes: [[Run]] = []
  /// How many cells differ.
  package private(set) var cells = 0

  private var places: [UInt32: Int] = [:]

  /// Compares two canvases of the same size; `look` tells which roles look the same.
  package init(from old: Canvas, to new: Canvas, within size: Size, look: (Role) -> UInt32) {
    let width = min(new.width, size.width)
    for y in 0..<min(new.height, size.height) where !new.hasSameRow(y, as: old) {
      var x = 0
      while x < width {
        guard new[x, y] != old[x, y] else {
          x += 1
          continue
        }
        // A wide scalar is drawn whole, from its first column on.
        let start = new[x, y].isTail && x > 0 ? x - 1 : x
        let own = look(new[start, y].role)
        var end = x + 1
        while end < width,
          new[end, y].isTail || new[end, y] != old[end, y] && look(new[end, y].role) == own
        {
          end += 1
        }
        add(Run(y: y, x: start, count: end - start), own)
        x = end
      }
    }
  }

  private mutating func add(_ run: Run, _ look: UInt32) {
    cells += run.count
    if let place = places[look] {
      passes[place].append(run)
    } else {
      places[look] = passes.count
      passes.append([run])
    }
  }
}

import Canvas

/// Rows and columns for a person: as wide as what stands in them, and no wider than the terminal.
nonisolated struct TextTable {
  struct Column {
    let title: String
    var isRight = false
    /// Those of rank 0 are always shown; the others as far as there is room, the lowest first.
    var rank = 0
    /// The least width to cut a column of rank 0 down to.
    var least = 6
    /// The least width that a column of rank 2 or more may push it down to.
    var good = 0
    /// How its text is made shorter; else its end is cut off.
    var shortened: ((String, Int) -> String)?
  }

  let columns: [Column]
  private(set) var rows: [[String]] = []
  private let ellipsis: Unicode.Scalar

  init(_ columns: [Column], ellipsis: Unicode.Scalar) {
    self.columns = columns
    self.ellipsis = ellipsis
  }

  /// Adds a row, one text for each column.
  mutating func add(_ row: [String]) { rows.append(row) }

  /// The lines, header first.
  ///
  /// Nothing in them does anything to a terminal but print.
  func lines(width: Int) -> [String] {
    let shown = fit(width)
    return ([columns.map(\.title)] + rows).map { row in line(row, shown) }
  }

  private func line(_ row: [String], _ shown: [(Int, Int)]) -> String {
    let total = shown.reduce(0) { $0 + $1.1 + Self.gap }
    var canvas = Canvas(width: total, height: 1)
    var x = 0
    for (column, width) in shown {
      let text = row[column]
      if Canvas.columns(text) > width, let shortened = columns[column].shortened {
        canvas.put(shortened(text, width), x: x, y: 0, role: .text, limit: width)
      } else if Canvas.columns(text) > width {
        canvas.put(text, x: x, y: 0, role: .text, limit: width - 1)
        canvas.put(String(ellipsis), x: x + width - 1, y: 0, role: .text)
      } else if columns[column].isRight {
        canvas.putRight(text, end: x + width, y: 0, role: .text)
      } else {
        canvas.put(text, x: x, y: 0, role: .text)
      }
      x += width + Self.gap
    }
    return canvas.line(0)
  }

  private static let gap = 2

  /// Which columns are shown, each with its width.
  private func fit(_ width: Int) -> [(Int, Int)] {
    let widths = columns.indices.map { column in
      rows.reduce(Canvas.columns(columns[column].title)) { max($0, Canvas.columns($1[column])) }
    }
    var shown = columns.indices.filter { columns[$0].rank == 0 }.map { ($0, widths[$0]) }
    func total() -> Int { shown.reduce(-Self.gap) { $0 + $1.1 + Self.gap } }
    let others = columns.indices.filter { column in
      // Where no row says anything a title says nothing either.
      columns[column].rank > 0 && rows.contains { !$0[column].isEmpty }
    }
    for column in others.sorted(by: { columns[$0].rank < columns[$1].rank }) {
      // The first of the others is worth a shorter endpoint, the rest only one that stays readable.
      let cuts = shown.reduce(0) { sum, part in
        let spec = columns[part.0]
        guard spec.rank == 0 else { return sum }
        return sum + max(0, part.1 - max(spec.least, columns[column].rank == 1 ? 0 : spec.good))
      }
      if total() - cuts + Self.gap + widths[column] <= width {
        shown.append((column, widths[column]))
      }
    }
    shown.sort { $0.0 < $1.0 }
    // What must stay is cut, the widest first.
    while total() > width,
      let widest = shown.indices.filter({ shown[$0].1 > columns[shown[$0].0].least })
        .max(by: { shown[$0].1 < shown[$1].1 })
    {
      shown[widest].1 -= 1
    }
    return shown
  }
}

import Canvas

/// Rows and columns for a person: as wide as what stands in them, and no wider than the terminal.
nonisolated struct TextTable {
  struct Column {
    let title: String
    var isRight = false
    /// Columns of a higher rank leave first when the room is short; those of rank 0 never do.
    var rank = 0
    /// The least width to cut a column of rank 0 down to.
    var least = 6
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

  private func line(_ row: [String], _ shown: [(column: Int, width: Int)]) -> String {
    let total = shown.reduce(0) { $0 + $1.width + Self.gap }
    var canvas = Canvas(width: total, height: 1)
    var x = 0
    for (column, width) in shown {
      let text = row[column]
      if Canvas.columns(text) > width {
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

  /// Which columns are shown, and how wide.
  private func fit(_ width: Int) -> [(column: Int, width: Int)] {
    var shown = columns.indices.map { column in
      let widest = rows.reduce(0) { max($0, Canvas.columns($1[column])) }
      return (column: column, width: max(widest, Canvas.columns(columns[column].title)))
    }
    func total() -> Int { shown.reduce(-Self.gap) { $0 + $1.width + Self.gap } }
    while total() > width,
      let last = shown.indices.max(by: {
        columns[shown[$0].column].rank < columns[shown[$1].column].rank
      }), columns[shown[last].column].rank > 0
    {
      shown.remove(at: last)
    }
    // What must stay is cut, the widest first.
    while total() > width,
      let widest = shown.indices.filter({ shown[$0].width > columns[shown[$0].column].least })
        .max(by: { shown[$0].width < shown[$1].width })
    {
      shown[widest].width -= 1
    }
    return shown
  }
}

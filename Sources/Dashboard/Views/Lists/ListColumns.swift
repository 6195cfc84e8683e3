import Canvas

/// A column of a list that is not of flows.
struct ListColumn {
  let title: String
  let least: Int
  let most: Int
  let isRight: Bool

  init(_ title: String, _ least: Int, upTo most: Int? = nil, right: Bool = false) {
    self.title = title
    self.least = least
    self.most = most ?? least
    isRight = right
  }
}

/// The columns of a list with their places: those that do not fit are left out, the last first.
struct ListColumns {
  struct Placed {
    let column: ListColumn
    /// Which of all columns it is.
    let number: Int
    let x: Int
    let width: Int
  }

  private(set) var placed: [Placed] = []

  /// A marker and a blank stand before the first column.
  static let prefix = 1

  /// `dropping` names the columns to leave out, in this order, where the screen is too narrow; those of
  /// `without` are left out on any.
  init(
    _ columns: [ListColumn], width: Int, dropping: [Int] = [], without: Set<Int> = []
  ) {
    var kept = columns.enumerated().filter { !without.contains($0.offset) }
    func least() -> Int { kept.reduce(Self.prefix) { $0 + $1.element.least + 1 } - 1 }
    for number in dropping where least() > width { kept.removeAll { $0.offset == number } }
    while least() > width, kept.count > 1 { kept.removeLast() }
    var widths = kept.map(\.element.least)
    var rest = width - least()
    while rest > 0 {
      var narrowest: Int?
      for (at, item) in kept.enumerated() where widths[at] < item.element.most {
        if narrowest.map({ widths[at] < widths[$0] }) ?? true { narrowest = at }
      }
      guard let narrowest else { break }
      widths[narrowest] += 1
      rest -= 1
    }
    var x = Self.prefix
    for (at, item) in kept.enumerated() {
      placed.append(Placed(column: item.element, number: item.offset, x: x, width: widths[at]))
      x += widths[at] + 1
    }
  }

  /// Draws the titles; `sorted` is the column that the list is sorted by, with its sign.
  func drawTitles(_ area: Rect, sorted: (number: Int, sign: String)? = nil, on canvas: inout Canvas)
  {
    guard area.height > 0 else { return }
    canvas.fill(area, role: .header)
    for place in placed {
      let isSorted = place.number == sorted?.number
      let title = place.column.title + (isSorted ? sorted?.sign ?? "" : "")
      put(title, place, y: area.y, role: isSorted ? .sorted : .header, on: &canvas)
    }
  }

  func put(_ text: String, _ place: Placed, y: Int, role: Role, on canvas: inout Canvas) {
    if place.column.isRight {
      canvas.putRight(text, end: place.x + place.width, y: y, role: role, limit: place.width)
    } else {
      canvas.put(text, x: place.x, y: y, role: role, limit: place.width)
    }
  }

  /// Draws the marker of a selected row, and gives the role that all of it has then.
  static func mark(_ isSelected: Bool, y: Int, on canvas: inout Canvas) -> Role? {
    guard isSelected else { return nil }
    canvas.fill(Rect(x: 0, y: y, width: canvas.width, height: 1), role: .selected)
    canvas.put(">", x: 0, y: y, role: .selected)
    return .selected
  }

  /// A sentence in the place of rows.
  static func drawEmpty(_ text: String, _ area: Rect, on canvas: inout Canvas) {
    guard area.height > 0 else { return }
    for (at, line) in Wrapping.lines(text, width: max(10, area.width - 6)).enumerated()
    where at + 1 < area.height || area.height == 1 {
      canvas.put(line, x: 3, y: area.y + min(at + 1, area.height - 1), role: .dim)
    }
  }
}

import FlowModel

/// How one column of the table is laid out at one breakpoint.
struct ColumnSpec: Equatable, Sendable {
  /// What stands in it.
  enum Content: Equatable, Sendable {
    case flow(FlowColumn)
    /// The devices, by routing: found for the rows that are seen, so nothing is sorted by them.
    case input
    case output
  }

  let content: Content
  let title: String
  /// Columns of the screen; what is left over is shared out up to `most`.
  let least: Int
  let most: Int
  let isRight: Bool

  init(
    _ content: Content, _ title: String, _ least: Int, upTo most: Int? = nil, right: Bool = false
  ) {
    self.content = content
    self.title = title
    self.least = least
    self.most = most ?? least
    isRight = right
  }

  init(
    _ column: FlowColumn, _ title: String, _ least: Int, upTo most: Int? = nil, right: Bool = false
  ) {
    self.init(.flow(column), title, least, upTo: most, right: right)
  }

  /// The column of flows that it shows; nil for what is not sorted by.
  var column: FlowColumn? {
    if case .flow(let column) = content { column } else { nil }
  }

  static let l4 = ColumnSpec(.l4, "PROTO", 5)
  static let wideL4 = ColumnSpec(.l4, "PROTO", 7)
  static let source = ColumnSpec(.source, "SOURCE", 13, upTo: 47)
  static let destination = ColumnSpec(.destination, "DESTINATION", 13, upTo: 47)
  static let nat = ColumnSpec(.nat, "NAT", 12, upTo: 50)
  static let rate = ColumnSpec(.rate, "RATE", 9, right: true)
  static let origRate = ColumnSpec(.origRate, "ORIG", 9, right: true)
  static let replyRate = ColumnSpec(.replyRate, "REPLY", 9, right: true)
  static let total = ColumnSpec(.total, "TOTAL", 7, right: true)
  static let packets = ColumnSpec(.packets, "PACKETS", 9, right: true)
  static let state = ColumnSpec(.state, "STATE", 11)
  static let shortState = ColumnSpec(.state, "STATE", 6)
  static let age = ColumnSpec(.age, "AGE", 5, right: true)
  static let timeout = ColumnSpec(.timeout, "TIMEOUT", 7, right: true)
  static let mark = ColumnSpec(.mark, "MARK", 10, right: true)
  static let zone = ColumnSpec(.zone, "ZONE", 5, right: true)
  /// Wide enough for all but two reasons, which are longer: `no-hardware-flag`.
  static let why = ColumnSpec(.why, "WHY NOT FASTER", 16)
  static let shortWhy = ColumnSpec(.why, "WHY", 9)
  static let wideWhy = ColumnSpec(.why, "WHY NOT FASTER", 19)
  static let input = ColumnSpec(.input, "IN", 8)
  static let output = ColumnSpec(.output, "OUT", 8)
}

/// A column with its place on the screen.
struct PlacedColumn: Equatable, Sendable {
  let spec: ColumnSpec
  let x: Int
  let width: Int

  /// Marker, lane letter and a blank stand before the first column.
  static let prefix = 3

  /// Shares the width of the screen out among the columns that were chosen, or those of its breakpoint.
  static func place(width: Int, _ settings: Settings) -> [PlacedColumn] {
    let breakpoint = Breakpoint(width: width)
    var specs =
      settings.columns.isEmpty
      ? breakpoint.columns : settings.columns.map { $0.spec(breakpoint) }
    if settings.units.isBinary { specs = specs.map(\.withRoomForBinaryPrefix) }
    // What is needed least goes first; the rate stays to the end.
    for dropped in leastNeeded where leastWidth(specs) > width && specs.count > 1 {
      specs.removeAll { $0.content == dropped }
    }
    var widths = specs.map(\.least)
    var rest = width - leastWidth(specs)
    // One cell at a time to whoever has least room for its most, in order: no fraction is lost.
    while rest > 0 {
      var narrowest: Int?
      for (at, spec) in specs.enumerated() where widths[at] < spec.most {
        if narrowest.map({ widths[at] < widths[$0] }) ?? true { narrowest = at }
      }
      guard let narrowest else { break }
      widths[narrowest] += 1
      rest -= 1
    }
    var x = prefix
    return zip(specs, widths).map { spec, width in
      defer { x += width + 1 }
      return PlacedColumn(spec: spec, x: x, width: width)
    }
  }

  /// The columns in the order in which they are left out.
  ///
  /// On the narrowest screens the protocol goes first, then the reason, then the source.
  private static let leastNeeded: [ColumnSpec.Content] = [
    .flow(.zone), .flow(.mark), .flow(.packets), .flow(.timeout), .flow(.origRate),
    .flow(.replyRate), .input, .output, .flow(.nat), .flow(.age), .flow(.state), .flow(.total),
    .flow(.l4), .flow(.why), .flow(.source), .flow(.destination), .flow(.rate),
  ]

  private static func leastWidth(_ specs: [ColumnSpec]) -> Int {
    specs.reduce(prefix - 1) { $0 + $1.least + 1 }
  }
}

/// The form that a listing takes.
nonisolated enum ListingForm: Equatable {
  /// One object a line.
  case json
  /// One line of fields parted by tabs for each item.
  case lines
  /// A table for a person, so many columns wide.
  case table(columns: Int)

  /// JSON when asked for, else a table on a terminal, else lines.
  init(json: Bool) {
    if json {
      self = .json
    } else if let columns = StandardOutput.columns {
      self = .table(columns: columns)
    } else {
      self = .lines
    }
  }
}

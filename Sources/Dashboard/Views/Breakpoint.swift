import FlowModel

/// The widths at which the table gains columns.
enum Breakpoint {
  /// Below 80 columns: protocol, source, destination and rate; below 46 less.
  case narrow
  case standard
  case wide
  case full

  init(width: Int) {
    switch width {
    case ..<80: self = .narrow
    case ..<120: self = .standard
    case ..<200: self = .wide
    default: self = .full
    }
  }

  /// The columns behind the lane letter, left to right.
  var columns: [ColumnSpec] {
    switch self {
    case .narrow:
      [.l4, .source, .destination, .rate]
    case .standard:
      [.l4, .source, .destination, .natSides, .rate, .total, .shortState]
    case .wide:
      [.l4, .source, .destination, .nat, .origRate, .replyRate, .total, .state, .age]
    case .full:
      [
        .wideL4, .source, .destination, .nat, .origRate, .replyRate, .rate, .total, .packets,
        .state,
        .age, .timeout, .mark, .zone,
      ]
    }
  }
}

import FlowModel

/// The widths at which the table gains columns.
enum Breakpoint {
  /// Below 80 columns: protocol, source, destination, rate and reason; below 56 less.
  case narrow
  case standard
  case wide
  /// From 160 columns on, where the devices fit.
  case wider
  case full
  /// From 224 columns on: everything.
  case widest

  init(width: Int) {
    switch width {
    case ..<80: self = .narrow
    case ..<120: self = .standard
    case ..<160: self = .wide
    case ..<200: self = .wider
    case ..<224: self = .full
    default: self = .widest
    }
  }

  /// The columns behind the lane letter, left to right.
  var columns: [ColumnSpec] {
    switch self {
    case .narrow:
      [.l4, .source, .destination, .rate, .shortWhy]
    case .standard:
      [.l4, .source, .destination, .rate, .total, .why]
    case .wide:
      [.l4, .source, .destination, .nat, .rate, .total, .why, .shortState, .age]
    case .wider:
      [.l4, .source, .destination, .nat, .input, .output, .rate, .total, .why, .state, .age]
    case .full:
      [
        .wideL4, .source, .destination, .nat, .input, .output, .origRate, .replyRate, .rate,
        .total, .why, .state, .age, .timeout, .mark, .zone,
      ]
    case .widest:
      [
        .wideL4, .source, .destination, .nat, .input, .output, .origRate, .replyRate, .rate,
        .total, .packets, .wideWhy, .state, .age, .timeout, .mark, .zone,
      ]
    }
  }
}

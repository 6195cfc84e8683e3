import FlowModel

extension ColumnChoice {
  /// The column as it is laid out on a screen of such width.
  func spec(_ breakpoint: Breakpoint) -> ColumnSpec {
    let isNarrow = breakpoint == .narrow
    return switch self {
    case .proto: isNarrow || breakpoint == .standard ? .l4 : .wideL4
    case .source: .source
    case .destination: .destination
    case .nat: .nat
    case .input: .input
    case .output: .output
    case .orig: .origRate
    case .reply: .replyRate
    case .rate: .rate
    case .total: .total
    case .packets: .packets
    case .why: isNarrow ? .shortWhy : .why
    case .state: isNarrow || breakpoint == .standard ? .shortState : .state
    case .age: .age
    case .timeout: .timeout
    case .mark: .mark
    case .zone: .zone
    }
  }
}

extension ColumnSpec {
  /// The column with a place more where amounts stand: `99.9 MiB` is longer than `99.9 MB`.
  var withRoomForBinaryPrefix: ColumnSpec {
    switch column {
    case .rate, .origRate, .replyRate, .total:
      ColumnSpec(content, title, least + 1, upTo: most + 1, right: isRight)
    default: self
    }
  }
}

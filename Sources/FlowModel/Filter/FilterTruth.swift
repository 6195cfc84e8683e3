/// What a test comes to: what the kernel did not say is neither yes nor no.
enum FilterTruth: Equatable {
  case no
  case unknown
  case yes

  init(_ holds: Bool) { self = holds ? .yes : .no }
}

/// How a number is compared.
enum FilterComparison: String, Hashable, Sendable {
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="

  func holds(_ value: UInt64, _ bound: UInt64) -> Bool {
    switch self {
    case .equal: value == bound
    case .notEqual: value != bound
    case .less: value < bound
    case .lessOrEqual: value <= bound
    case .greater: value > bound
    case .greaterOrEqual: value >= bound
    }
  }

  /// What holds of a number that is `least` or more.
  func truth(atLeast least: UInt64, _ bound: UInt64) -> FilterTruth {
    switch self {
    case .greater, .notEqual: least > bound ? .yes : .unknown
    case .greaterOrEqual: least >= bound ? .yes : .unknown
    case .less: least >= bound ? .no : .unknown
    case .lessOrEqual, .equal: least > bound ? .no : .unknown
    }
  }
}

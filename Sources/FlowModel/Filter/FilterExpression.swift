/// A filter as a tree, made by `all`, `any` and `not` alone: so one meaning has one shape.
indirect enum FilterExpression: Hashable, Sendable {
  case test(FilterTest)
  case negated(FilterExpression)
  /// Two or more, none of them a conjunction.
  case conjunction([FilterExpression])
  /// Two or more, none of them a disjunction.
  case disjunction([FilterExpression])

  /// All of at least one part.
  static func all(_ parts: [FilterExpression]) -> FilterExpression {
    let flat = parts.flatMap { part in
      if case .conjunction(let inner) = part { inner } else { [part] }
    }
    return flat.count == 1 ? flat[0] : .conjunction(flat)
  }

  /// Any of at least one part.
  static func any(_ parts: [FilterExpression]) -> FilterExpression {
    let flat = parts.flatMap { part in
      if case .disjunction(let inner) = part { inner } else { [part] }
    }
    return flat.count == 1 ? flat[0] : .disjunction(flat)
  }

  static func not(_ part: FilterExpression) -> FilterExpression {
    if case .negated(let inner) = part { inner } else { .negated(part) }
  }
}

extension FilterExpression: CustomStringConvertible {
  var description: String {
    switch self {
    case .test(let test): test.description
    case .negated(let part): "not " + part.grouped
    case .conjunction(let parts):
      parts.map { part in if case .disjunction = part { part.grouped } else { part.description } }
        .joined(separator: " and ")
    case .disjunction(let parts): parts.map(\.description).joined(separator: " or ")
    }
  }

  /// In parentheses, where it has parts.
  private var grouped: String {
    switch self {
    case .test, .negated: description
    case .conjunction, .disjunction: "(\(description))"
    }
  }
}

extension Walk.Truth {
  init(_ isTrue: Bool) { self = isTrue ? .yes : .no }

  static prefix func ! (truth: Walk.Truth) -> Walk.Truth {
    switch truth {
    case .no: .yes
    case .unknown: .unknown
    case .yes: .no
    }
  }

  static func && (a: Walk.Truth, b: Walk.Truth) -> Walk.Truth { a.rawValue < b.rawValue ? a : b }

  static func || (a: Walk.Truth, b: Walk.Truth) -> Walk.Truth { a.rawValue > b.rawValue ? a : b }

  /// What is known where either may be it.
  func joined(_ other: Walk.Truth) -> Walk.Truth { self == other ? self : .unknown }
}

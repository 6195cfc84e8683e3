package import Canvas

extension Key {
  /// The key as an operator reads it.
  package var label: String {
    switch self {
    case .character(" "): "Space"
    case .character(let scalar): String(Character(scalar))
    case .control(let scalar): "^" + String(Character(scalar)).uppercased()
    case .function(let number): "F\(number)"
    case .up: "Up"
    case .down: "Down"
    case .left: "Left"
    case .right: "Right"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .home: "Home"
    case .end: "End"
    case .enter: "Enter"
    case .escape: "Esc"
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .backspace: "Backspace"
    case .delete: "Delete"
    }
  }

  /// Reads a key as an operator writes it: `x`, `^X`, `F5`, `PgUp`; names in either case.
  package init?(label: String) {
    if let scalar = label.unicodeScalars.first, label.unicodeScalars.count == 1 {
      guard scalar.isPrintable, scalar != " " else { return nil }
      self = .character(scalar)
      return
    }
    let name = label.lowercased()
    if name == "hash" {
      self = .character("#")
    } else if let key = Key.named.first(where: { $0.label.lowercased() == name }) {
      self = key
    } else if label.hasPrefix("^"), label.unicodeScalars.count == 2,
      let scalar = name.unicodeScalars.last, Key.controls.contains(scalar)
    {
      self = .control(scalar)
    } else if name.hasPrefix("f"), let number = Int(name.dropFirst()), (1...63).contains(number) {
      self = .function(number)
    } else {
      return nil
    }
  }

  /// The keys that have a name.
  private static let named: [Key] = [
    .character(" "), .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .enter, .escape,
    .tab, .backTab, .backspace, .delete,
  ]

  /// What a terminal sends with Control; ^H, ^I, ^J, ^M and ^[ arrive as the keys that they are.
  private static let controls = Set("abcdefgklnopqrstuvwxyz@\\]^_".unicodeScalars)
}

package import Canvas

/// Which keys mean what: the one table that input, help, footer and README are made from.
package struct Keymap: Sendable {
  package struct Binding: Sendable {
    package let command: Command
    package let keys: [Key]
  }

  package let bindings: [Binding]
  private let commands: [Key: Command]

  package init(_ bindings: [Binding]) {
    self.bindings = bindings
    var commands: [Key: Command] = [:]
    for binding in bindings { for key in binding.keys { commands[key] = binding.command } }
    self.commands = commands
  }

  package func command(for key: Key) -> Command? { commands[key] }

  /// The keys of a command as an operator reads them: `/`, `PgDn`, `^C`.
  package func labels(of command: Command) -> [String] {
    bindings.filter { $0.command == command }.flatMap { $0.keys.map(\.label) }
  }

  package static let standard = Keymap([
    Binding(command: .up, keys: [.up, .character("k")]),
    Binding(command: .down, keys: [.down, .character("j")]),
    Binding(command: .pageUp, keys: [.pageUp, .control("b"), .control("u")]),
    Binding(command: .pageDown, keys: [.pageDown, .control("f"), .control("d")]),
    Binding(command: .top, keys: [.character("g"), .home]),
    Binding(command: .bottom, keys: [.character("G"), .end]),
    Binding(command: .nextLane, keys: [.right, .character("l")]),
    Binding(command: .previousLane, keys: [.left, .character("h")]),
    Binding(command: .open, keys: [.enter]),
    Binding(command: .back, keys: [.escape]),
    Binding(command: .filter, keys: [.character("/")]),
    Binding(command: .sortPrevious, keys: [.character("<")]),
    Binding(command: .sortNext, keys: [.character(">")]),
    Binding(command: .reverse, keys: [.character("r")]),
    Binding(command: .freezeOrder, keys: [.character("o")]),
    Binding(command: .freeze, keys: [.character("z")]),
    Binding(command: .activeOnly, keys: [.character("a")]),
    Binding(command: .tag, keys: [.character(" ")]),
    Binding(command: .flush, keys: [.character("x")]),
    Binding(command: .flushMany, keys: [.character("X")]),
    Binding(command: .reset, keys: [.character("R")]),
    Binding(command: .pin, keys: [.character("p")]),
    Binding(command: .pinLane, keys: [.character("P")]),
    Binding(command: .why, keys: [.character("w")]),
    Binding(command: .flows, keys: [.character("1")]),
    Binding(command: .groups, keys: [.character("u"), .character("2")]),
    Binding(command: .flowtables, keys: [.character("t"), .character("3")]),
    Binding(command: .events, keys: [.character("e"), .character("4")]),
    Binding(command: .pins, keys: [.character("5")]),
    Binding(command: .doctor, keys: [.character("d"), .character("6")]),
    Binding(command: .nextView, keys: [.tab]),
    Binding(command: .previousView, keys: [.backTab]),
    Binding(command: .older, keys: [.character(",")]),
    Binding(command: .newer, keys: [.character(".")]),
    Binding(command: .minuteBack, keys: [.character("[")]),
    Binding(command: .minuteOn, keys: [.character("]")]),
    Binding(command: .slowDown, keys: [.character("{")]),
    Binding(command: .speedUp, keys: [.character("}")]),
    Binding(command: .jump, keys: [.character("@")]),
    Binding(command: .units, keys: [.character("b")]),
    Binding(command: .faster, keys: [.character("-")]),
    Binding(command: .slower, keys: [.character("+"), .character("=")]),
    Binding(command: .theme, keys: [.character("T")]),
    Binding(command: .help, keys: [.character("?"), .function(1)]),
    Binding(command: .repaint, keys: [.control("l")]),
    Binding(command: .suspend, keys: [.control("z")]),
    Binding(command: .quit, keys: [.character("q"), .control("c")]),
  ])
}

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
}

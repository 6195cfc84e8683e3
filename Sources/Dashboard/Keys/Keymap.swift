package import Canvas

/// Which keys mean what: the one table that input, help, footer and README are made from.
package struct Keymap: Sendable, Equatable {
  package struct Binding: Sendable, Equatable {
    package let command: Command
    package fileprivate(set) var keys: [Key]
  }

  package private(set) var bindings: [Binding]
  private var commands: [Key: Command]

  /// What these keys mean cannot be changed: nothing may hold the operator against his will.
  static let fixed: [Key: Command] = [.control("c"): .quit, .control("z"): .suspend]

  package init(_ bindings: [Binding]) {
    self.bindings = bindings
    var commands: [Key: Command] = [:]
    for binding in bindings { for key in binding.keys { commands[key] = binding.command } }
    self.commands = commands
  }

  package func command(for key: Key) -> Command? { commands[key] }

  package func keys(of command: Command) -> [Key] {
    bindings.filter { $0.command == command }.flatMap(\.keys)
  }

  /// Gives a command these keys and no others; they go from the commands that had them.
  package mutating func bind(_ command: Command, to keys: [Key]) {
    let wanted = keys.filter { (Keymap.fixed[$0] ?? command) == command }
    let kept = Keymap.fixed.filter { $0.value == command && !wanted.contains($0.key) }.map(\.key)
    for at in bindings.indices {
      if bindings[at].command == command {
        bindings[at].keys = wanted + kept
      } else {
        bindings[at].keys.removeAll { wanted.contains($0) }
      }
    }
    self = Keymap(bindings)
  }

  /// The first key of a command, for sentences; a word where it has none.
  package func label(of command: Command) -> String {
    keys(of: command).first?.label ?? "(no key)"
  }

  /// The keys of a command as an operator reads them: `/`, `PgDn`, `^C`.
  package func labels(of command: Command) -> [String] {
    keys(of: command).map(\.label)
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
    Binding(command: .names, keys: [.character("n")]),
    Binding(command: .faster, keys: [.character("-")]),
    Binding(command: .slower, keys: [.character("+"), .character("=")]),
    Binding(command: .theme, keys: [.character("T")]),
    Binding(command: .mouse, keys: [.character("m")]),
    Binding(command: .help, keys: [.character("?"), .function(1)]),
    Binding(command: .repaint, keys: [.control("l")]),
    Binding(command: .suspend, keys: [.control("z")]),
    Binding(command: .quit, keys: [.character("q"), .control("c")]),
  ])
}

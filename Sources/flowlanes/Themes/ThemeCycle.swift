import Canvas

/// The theme on the screen, and those that follow it when the operator asks for another.
struct ThemeCycle {
  private let library = ThemeLibrary()
  private let names: [String]
  private var place: Int
  private var problems: [String]
  private(set) var current: Theme

  /// Starts with the theme of this name or file, or the default one.
  init(wanted: String?) throws(CommandFailure) {
    let first = wanted ?? "default"
    let (theme, problem) = try library.theme(first)
    current = theme
    problems = problem.map { [$0] } ?? []
    // A file by its path is one of the cycle, too.
    let known = library.names
    names = known.contains(first) ? known : [first] + known
    place = names.firstIndex(of: first) ?? 0
  }

  /// Takes the next theme; one whose file went bad meanwhile is passed over.
  mutating func next() -> Theme {
    for _ in names {
      place = (place + 1) % names.count
      do throws(CommandFailure) {
        let (theme, problem) = try library.theme(names[place])
        current = theme
        if let problem { problems.append(problem) }
        break
      } catch {
        problems.append(error.sentence)
      }
    }
    return current
  }

  /// What could not be used of the themes taken since the last call, a sentence each.
  mutating func takeProblems() -> [String] {
    defer { problems = [] }
    return problems
  }
}

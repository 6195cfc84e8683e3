import Canvas

struct ThemeCycle {
  let current = Theme.plain
  init(wanted: String?) throws {}
  mutating func next() -> Theme { current }
  mutating func takeProblems() -> [String] { [] }
}

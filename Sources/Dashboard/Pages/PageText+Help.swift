import Canvas
import FlowModel

extension PageText {
  /// The help page: the lanes in a word, then every binding of the keymap.
  mutating func writeHelp(_ model: Model) {
    section("The three lanes")
    for (lane, meaning) in [
      (Lane.slow, "the whole ruleset and routing, for every packet"),
      (Lane.software, "a flowtable forwards it past the ruleset (OFFLOAD)"),
      (Lane.hardware, "the network card forwards it (HW_OFFLOAD)"),
    ] {
      add(
        Span("  \(lane.letter) ", FlowTableView.role(of: lane)),
        Span(Self.padded(lane.name, 10), FlowTableView.role(of: lane)), Span(meaning))
    }
    let glyphs = model.settings.glyphs
    add(Span("  % ", .dim), Span("a lane's part of the traffic whose rate is known", .dim))
    add(
      Span("  \(Character(glyphs.unknown)) ", .dim), Span("the kernel does not tell; ", .dim),
      Span("\(Character(glyphs.atLeast)) at least, for it does not tell all", .dim))
    add(
      Span("  ? ", .dim),
      Span("behind a reason: likely, not certain; alone: it cannot be told", .dim))
    add(
      Span("  \(RowMarks.tag) ", .tagged), Span("tagged; ", .dim),
      Span("\(Character(glyphs.pin))", .tagged), Span(" pinned on top; ", .dim),
      Span("(you)", .warning), Span(" carries your SSH session", .dim))
    add(
      Span("  = ", .tagged), Span("behind the lane: a pin holds; ", .dim),
      Span("~", .tagged), Span(" not yet, ", .dim), Span("!", .problem), Span(" failed", .dim))

    var groups = Command.Group.allCases.map { keys(of: $0, model) }
    if width >= 110 {
      // Looking has the most keys: a column of its own.
      let looking = groups.remove(at: 1)
      writeColumns(Array(groups.joined(separator: [[]])), looking)
    } else {
      for group in groups { for line in [[]] + group { add(line: line) } }
    }
    writeFilterGuide()
    if let refusal = model.settings.refusal {
      blank()
      paragraph(refusal, .warning)
    }
  }

  /// What can be typed behind `/`; in two columns where there is room.
  private mutating func writeFilterGuide() {
    section("Filters")
    let lines = FilterGuide.lines.map { line in
      [Span("  " + Self.padded(line.example, 29), .key), Span(line.meaning)]
    }
    let half = width >= 160 ? (lines.count + 1) / 2 : lines.count
    for row in 0..<half {
      var line = lines[row]
      if half + row < lines.count {
        let used = line.reduce(0) { $0 + Canvas.columns($1.text) }
        line.append(Span(String(repeating: " ", count: max(2, 80 - used))))
        line += lines[half + row]
      }
      add(line: line)
    }
    paragraph(FilterGuide.caution, .dim)
  }

  /// The heading of a group and a line for each of its commands.
  private func keys(of group: Command.Group, _ model: Model) -> [[Span]] {
    let commands = Command.allCases.filter { $0.group == group }
    return [[Span(group.name, .title)]]
      + commands.map { command in
        let keys = model.settings.keymap.labels(of: command).joined(separator: " ")
        let isRefused = command.changesKernel && model.settings.refusal != nil
        return [
          Span("  " + Self.padded(keys, 14), isRefused ? .dim : .key),
          Span(command.summary, isRefused ? .dim : .text),
        ]
      }
  }

  private mutating func writeColumns(_ left: [[Span]], _ right: [[Span]]) {
    blank()
    for row in 0..<max(left.count, right.count) {
      var line = row < left.count ? left[row] : []
      let used = line.reduce(0) { $0 + Canvas.columns($1.text) }
      if row < right.count {
        line.append(Span(String(repeating: " ", count: max(2, 60 - used))))
        line += right[row]
      }
      add(line: line)
    }
  }
}

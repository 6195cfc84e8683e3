import Canvas
import FlowModel

/// The choice of pins.
extension Dialog {
  mutating func writePin(_ choice: PinChoice, _ question: Question) {
    writeFlow(question.targets.busiest)
    blank()
    for item in choice.items { write(item, isChosen: item.option == choice.chosen) }
    blank()
    guard let item = choice.item else { return }
    if let refusal = item.refusal { return add(refusal, .warning) }
    for sentence in item.consequences { add(sentence, .dialog) }
    if item.option == .slow || item.option == .fast {
      let span = choice.seconds.map { "for \(Self.words(seconds: $0))" } ?? "as long as it lives"
      add(line: [
        Span("How long: ", .dim), Span(span, .dialogTitle), Span("   - and + change it", .dim),
      ])
    }
    write(commands: item.commands(choice.seconds))
  }

  private mutating func write(_ item: PinChoice.Item, isChosen: Bool) {
    let isGrey = item.refusal != nil
    let text = item.refusal ?? item.meaning
    let mark = isChosen ? "> " : "  "
    let name = PageText.padded(item.option.rawValue, 6)
    let now = item.isNow ? " (now)" : ""
    let room = width - mark.count - 2 - name.count - now.count
    let all: Role? = isChosen ? .selected : isGrey ? .dim : nil
    var line = [
      Span(mark, all ?? .dialog),
      Span("\(Character(item.option.key)) ", all ?? .key), Span(name, all ?? .dialogTitle),
      Span(FlowTableView.fitted(text, room, glyphs), all ?? .dialog), Span(now, all ?? .good),
    ]
    if isChosen {
      let used = line.reduce(0) { $0 + Canvas.columns($1.text) }
      line.append(Span(String(repeating: " ", count: max(0, width - used)), .selected))
    }
    add(line: line)
  }

  private static func words(seconds: UInt64) -> String {
    switch seconds {
    case ..<3600: "\(seconds / 60) minutes"
    case 3600: "1 hour"
    case ..<86_400: "\(seconds / 3600) hours"
    case 86_400: "1 day"
    default: "\(seconds / 86_400) days"
    }
  }
}

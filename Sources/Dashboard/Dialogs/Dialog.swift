import Canvas
import FlowModel

/// What a dialog says: its title, its lines, and how to answer.
struct Dialog {
  typealias Span = PageText.Span

  let title: String
  private(set) var lines: [[Span]] = []
  private let choices: [String]
  private let answerRole: Role
  let width: Int
  let settings: Settings

  var glyphs: Glyphs { settings.glyphs }

  init(_ question: Question, width: Int, _ settings: Settings) {
    self.width = width
    self.settings = settings
    let targets = question.targets
    let number = Quantity.count(targets.keys.count)
    let several = targets.keys.count == 1 ? "1 flow" : "\(number) flows"
    switch question.content {
    case .flush:
      title = targets.isOne ? "Flush this flow?" : "Flush \(several)?"
      answerRole = .danger
      choices =
        targets.isOne
        ? ["y or Enter: flush", "n or Esc: leave"]
        : ["y: flush \(several)", "n, Enter or Esc: leave"]
    case .flushOwn:
      title = "Your own SSH session!"
      answerRole = .danger
      let spares = "s: flush all but this one"
      choices =
        [targets.keys.count > 1 ? "f: flush them all" : "f: flush it all the same"]
        + (targets.keys.count > 1 ? [spares] : [])
        + ["n, Enter or Esc: leave"]
    case .reset:
      title = targets.isOne ? "Reset this flow?" : "Reset \(several)?"
      answerRole = .dialogTitle
      choices =
        targets.isOne
        ? ["y or Enter: reset", "n or Esc: leave"]
        : ["y: reset \(several)", "n, Enter or Esc: leave"]
    case .pin:
      title = "Pin this flow"
      answerRole = .dialogTitle
      choices = ["t s f n, or arrows and Enter: pin", "Esc: leave"]
    }
    write(question)
  }

  private mutating func write(_ question: Question) {
    switch question.content {
    case .pin(let choice): writePin(choice, question)
    case .flushOwn: writeOwn(question)
    case .flush, .reset:
      if question.targets.isOne {
        writeFlow(question.targets.busiest)
      } else {
        writeMany(question.targets)
      }
      if question.targets.own != nil {
        let place = question.targets.isOne ? "goes by it" : "is among them"
        add("Your own SSH session \(place).", .warning)
      }
      blank()
      for sentence in question.consequences { add(sentence, .dialog) }
      write(commands: question.commands)
    }
  }

  mutating func add(_ text: String, _ role: Role) {
    for line in Wrapping.lines(text, width: width) { lines.append([Span(line, role)]) }
  }

  mutating func add(line: [Span]) { lines.append(line) }

  /// What other tools would be told; several commands of conntrack(8) are not the one step that we take.
  mutating func write(commands: [String]) {
    guard !commands.isEmpty else { return }
    blank()
    if commands.contains(where: { $0.hasPrefix("conntrack -I") }) {
      add("By hand, in several steps:", .dim)
    }
    for command in commands { add(command, .dim) }
  }

  mutating func blank() { lines.append([]) }

  /// The ways to answer, on one line where they fit, else one below the other.
  func answers(width: Int) -> [[Span]] {
    let line = choices.joined(separator: "   ")
    let rows = Canvas.columns(line) <= width ? [line] : choices
    return rows.map { [Span($0, answerRole)] }
  }
}

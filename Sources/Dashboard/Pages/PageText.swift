import Canvas
import FlowModel

/// What a page says, line by line.
struct PageText {
  /// A piece of a line with one meaning.
  struct Span {
    let text: String
    let role: Role

    init(_ text: String, _ role: Role = .text) {
      self.text = text
      self.role = role
    }
  }

  private(set) var lines: [[Span]] = []
  let width: Int

  init(_ model: Model, width: Int) {
    self.width = width
    switch model.page?.content {
    case .help: writeHelp(model)
    case .details(let key): writeDetails(key, model)
    case .explanation(let key): writeExplanation(key, model)
    case .flowtables: writeFlowtables(model)
    case .doctor: writeDoctor(model)
    case nil: break
    }
  }

  mutating func add(_ spans: Span...) { lines.append(spans) }

  mutating func add(line: [Span]) { lines.append(line) }

  mutating func blank() { lines.append([]) }

  /// A heading with a blank line before it, unless it is the first.
  mutating func section(_ text: String) {
    if !lines.isEmpty { lines.append([]) }
    lines.append([Span(text, .title)])
  }

  /// A named value; a long one goes on below itself.
  mutating func field(_ name: String, _ value: String, _ role: Role = .text) {
    let indent = 13
    let parts = Wrapping.lines(value, width: max(10, width - indent - 2))
    for (at, part) in parts.enumerated() {
      let label = at == 0 ? "  \(name)" : ""
      let padding = String(repeating: " ", count: max(1, indent - Canvas.columns(label)))
      lines.append([Span(label, .dim), Span(padding), Span(part, role)])
    }
  }

  /// Two short named values side by side.
  mutating func pair(_ left: (String, String), _ right: (String, String)) {
    add(
      Span("  " + Self.padded(left.0, 11), .dim), Span(Self.padded(left.1, 17)),
      Span(Self.padded(right.0, 9), .dim), Span(right.1))
  }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - Canvas.columns(text)))
  }

  /// A figure at the right end of its column.
  static func aligned(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - Canvas.columns(text))) + text
  }

  mutating func paragraph(_ text: String, _ role: Role = .text) {
    for line in Wrapping.lines(text, width: max(10, width - 4)) {
      lines.append([Span("  " + line, role)])
    }
  }
}

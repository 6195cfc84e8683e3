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
    case .flowtables: writeFlowtables(model)
    case nil: break
    }
  }

  mutating func add(_ spans: Span...) { lines.append(spans) }

  mutating func blank() { lines.append([]) }

  /// A heading with a blank line before it, unless it is the first.
  mutating func section(_ text: String) {
    if !lines.isEmpty { lines.append([]) }
    lines.append([Span(text, .header)])
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

  mutating func paragraph(_ text: String, _ role: Role = .text) {
    for line in Wrapping.lines(text, width: max(10, width - 4)) {
      lines.append([Span("  " + line, role)])
    }
  }
}

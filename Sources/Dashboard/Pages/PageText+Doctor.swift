import Canvas
import Diagnosis
import FlowModel

extension PageText {
  /// What the doctor found: failures first, each with what mends it.
  mutating func writeDoctor(_ model: Model) {
    section("Doctor")
    guard let checks = model.checks else { return paragraph("Nothing was read yet.") }
    guard !checks.isEmpty else { return paragraph("There is nothing to check here.") }
    let sum = Check.Outcome.allWorstFirst
      .map { outcome in (outcome, checks.count { $0.outcome == outcome }) }
      .filter { $0.1 > 0 }
    paragraph(
      sum.map { "\(Quantity.count($0.1)) \($0.0.plural($0.1))" }.joined(separator: ", "), .dim)
    blank()
    for (at, check) in checks.enumerated() {
      if at > 0, !check.remedies.isEmpty || !checks[at - 1].remedies.isEmpty { blank() }
      write(check)
    }
  }

  /// A check with its outcome as a word, and what mends it.
  mutating func write(_ check: Check) {
    item(check.outcome.word, check.text, check.outcome.role)
    for remedy in check.remedies {
      for line in Wrapping.lines(remedy.text, width: max(10, width - 9)) {
        add(Span("       "), Span(line, .dim))
      }
      if let command = remedy.command { verbatim(command, indent: 7, .key) }
    }
  }
}

extension Check.Outcome {
  static let allWorstFirst: [Self] = [.fail, .warn, .pass]

  /// Four letters each, so that the texts stand below one another.
  var word: String {
    switch self {
    case .pass: "pass"
    case .warn: "WARN"
    case .fail: "FAIL"
    }
  }

  func plural(_ count: Int) -> String {
    switch self {
    case .pass: "passed"
    case .warn: count == 1 ? "warning" : "warnings"
    case .fail: "failed"
    }
  }

  var role: Role {
    switch self {
    case .pass: .text
    case .warn: .warning
    case .fail: .problem
    }
  }
}

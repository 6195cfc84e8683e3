import FlowModel
import Glibc
import Netfilter

/// A file to which each action is appended, one line a flow, so that who did what can be told later.
///
///     2026-11-30T05:20:01Z root flush tcp 10.0.1.2:53878 > 10.0.2.2:80 id=2849132 zone=0 done
nonisolated final class ActionLog: Sendable {
  private let file: LogFile
  private let user: String

  init(_ path: String) throws {
    file = try LogFile(path)
    user = Self.user()
  }

  /// Appends a line for each result.
  func append(_ action: FlowAction, _ results: [ActionResult]) {
    let now = Clock.wall() / 1_000_000_000 * 1_000_000_000
    var text = TextBuffer()
    for result in results {
      text.append(time: now)
      text.append(printable: " \(user) \(action.words) \(result.flow.line) id=\(result.flow.id)")
      text.append(" zone=")
      text.append(number: UInt64(result.flow.zone.id))
      text.append(printable: " \(result.outcome.word)")
      if let why = result.outcome.why { text.append(printable: ": \(why)") }
      text.append("\n")
    }
    file.write(text)
  }

  /// Who acts: behind sudo(8) the one who typed it.
  private static func user() -> String {
    for name in ["SUDO_USER", "LOGNAME", "USER"] {
      if let value = getenv(name), value.pointee != 0 { return String(cString: value) }
    }
    return "uid\(getuid())"
  }
}

nonisolated extension FlowAction {
  /// As it is told: `pin to slow`.
  var words: String {
    if case .pin(let lane, _) = self { "pin to \(lane.rawValue)" } else { name }
  }
}

nonisolated extension ActionResult.Outcome {
  /// One word, stable: scripts look at it.
  var word: String {
    switch self {
    case .done: "done"
    case .alreadyGone: "gone"
    case .refused: "refused"
    case .failed: "failed"
    }
  }

  /// The sentence of what was not done.
  var why: String? {
    switch self {
    case .done, .alreadyGone: nil
    case .refused(let sentence), .failed(let sentence): sentence
    }
  }
}

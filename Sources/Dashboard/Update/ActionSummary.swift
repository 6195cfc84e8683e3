import FlowModel

/// What became of an action, in one line.
struct ActionSummary {
  private let action: FlowAction
  private let results: [ActionResult]
  private let underway: Underway?

  init(_ action: FlowAction, _ results: [ActionResult], _ underway: Underway?) {
    self.action = action
    self.results = results
    self.underway = underway?.action == action ? underway : nil
  }

  var notice: Notice {
    let all = underway.map { $0.all + $0.gone } ?? results.count
    guard all == 1, let only = results.first else { return several(all) }
    let title = only.flow.title
    return switch only.outcome {
    case .done: .lasting("\(action.done): \(title)", .good)
    case .alreadyGone:
      .lasting("Already gone, nothing was \(action.undone): \(title)", .warning)
    case .refused(let reason), .failed(let reason):
      .lasting("Not \(action == .flush ? "flushed" : action.undone): \(reason) \(title)", .warning)
    }
  }

  private func several(_ all: Int) -> Notice {
    var done = 0
    var gone = underway?.gone ?? 0
    var failed = 0
    var reason: String?
    for result in results {
      switch result.outcome {
      case .done: done += 1
      case .alreadyGone: gone += 1
      case .refused(let sentence), .failed(let sentence):
        failed += 1
        reason = reason ?? sentence
      }
    }
    let left = max(0, all - done - gone - failed)
    var parts = ["\(action.done) \(Quantity.count(done)) of \(Quantity.count(all))"]
    if gone > 0 { parts.append("\(Quantity.count(gone)) already gone") }
    if left > 0 { parts.append("stopped before the other \(Quantity.count(left))") }
    if failed > 0 {
      let word = action == .flush ? "survived" : "failed"
      parts.append("\(Quantity.count(failed)) \(word): \(reason ?? "")")
    }
    let text = parts.joined(separator: ", ") + (failed > 0 ? "" : ".")
    return .lasting(text, failed > 0 || left > 0 || done == 0 ? .warning : .good)
  }
}

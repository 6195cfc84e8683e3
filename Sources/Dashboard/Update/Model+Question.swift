import Canvas
import Diagnosis
import FlowModel

extension Model {
  /// Takes the answer to a question.
  ///
  /// y means yes; Enter too, where one flow is at stake; Esc, n and q mean no, and so does Enter where
  /// it does not mean yes. Other keys are no answer.
  mutating func answer(_ question: Question, _ key: Key) -> [Effect] {
    switch (question.content, key) {
    case (.pin(let choice), _): return answer(question, choice, key)
    case (_, .escape), (_, .character("n")), (_, .character("N")), (_, .character("q")):
      return leave()
    case (.flushOwn, .character("f")): return carryOut(.flush, question)
    case (.flushOwn, .character("s")) where question.targets.keys.count > 1:
      return carryOut(.flush, question, sparing: question.targets.own)
    case (.flush, .character("y")), (.flush, .character("Y")): return flush(question)
    case (.reset, .character("y")), (.reset, .character("Y")): return carryOut(.reset, question)
    case (.flush, .enter) where question.isYesByEnter: return flush(question)
    case (.reset, .enter) where question.isYesByEnter: return carryOut(.reset, question)
    case (_, .enter): return leave()
    default: return []
    }
  }

  mutating func leave() -> [Effect] {
    question = nil
    say("Nothing was done.")
    return []
  }

  private mutating func flush(_ question: Question) -> [Effect] {
    guard let own = question.targets.own, lives(own) else { return carryOut(.flush, question) }
    // Another key than the one before: who answers twice without reading does nothing.
    self.question?.content = .flushOwn
    return []
  }

  /// Asks for an action on those of the question's flows that are still the same.
  mutating func carryOut(
    _ action: FlowAction, _ question: Question, sparing spared: FlowKey? = nil
  ) -> [Effect] {
    self.question = nil
    let targets = question.targets
    var flows: [Flow] = []
    var gone = 0
    var refused: String?
    for key in targets.keys where key != spared {
      // The entry may have gone, or be another one, since the question was asked.
      guard let record = store.record(key), !record.hasEnded else {
        gone += 1
        continue
      }
      if let sentence = refusal(action, record.flow) {
        refused = refused ?? sentence
      } else {
        flows.append(record.flow)
      }
    }
    let title = targets.busiest.first?.flow.title ?? ""
    guard !flows.isEmpty else {
      if let refused {
        notice = .lasting("Not \(action.undone): \(refused) \(title)", .warning)
      } else if targets.isOne {
        notice = .lasting("Already gone, nothing was \(action.undone): \(title)", .warning)
      } else {
        notice = .lasting("All of them have gone: nothing was \(action.undone).", .warning)
      }
      return []
    }
    underway = Underway(action, of: flows.count, gone: gone)
    if targets.isOne { say("\(action.doing) \(title) ...") } else { notice = nil }
    var path = FastPath()
    if case .pin(.fast, _) = action { path = newest.diagnostician.fastPath(for: flows) }
    return [.act(ActionRequest(action, flows, machine: machine, fastPath: path))]
  }
}

import Canvas
import FlowModel

extension Model {
  /// Takes the answer to a question: only Enter and y mean yes, only Esc, n and q mean no.
  mutating func answer(_ question: Question, _ key: Key) -> [Effect] {
    switch key {
    case .enter, .character("y"), .character("Y"):
      self.question = nil
      switch question.action {
      case .flush(let flow):
        // The entry may have gone, or be another one, since the question was asked.
        guard let record = store.record(flow.key), !record.hasEnded else {
          notice = Notice(.alreadyGone(flow))
          return []
        }
        say("Flushing \(flow.title) ...")
        return [.flush(flow)]
      }
    case .escape, .character("n"), .character("N"), .character("q"):
      self.question = nil
      say("Nothing was done.")
      return []
    default:
      return []
    }
  }
}

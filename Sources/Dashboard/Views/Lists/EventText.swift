import Canvas
import FlowModel

/// What one event says: its kind in a word, and what happened.
struct EventText {
  let word: String
  let text: String
  let role: Role

  init(_ event: FlowEvent, arrow: String) {
    switch event.kind {
    case .began(let lane):
      word = "new"
      text = lane.letter
      role = .dim
    case .ended(let lane):
      word = "ended"
      text = lane.letter
      role = .dim
    case .moved(let move):
      let from = move.from?.letter ?? "?"
      text = "\(from) \(arrow) \(move.to.letter)" + (move.isClosing ? " closing" : "")
      let isFaster = (move.from?.rawValue ?? 0) < move.to.rawValue
      word = isFaster ? "faster" : move.isFallBack ? "FELL BACK" : "let go"
      role = isFaster ? .good : move.isFallBack ? .warning : .dim
    case .failed:
      word = "FAILED"
      text = "S, a rule matches"
      role = .problem
    case .loops(let times):
      word = "LOOPS"
      text = "\(times) in 2 min"
      role = .problem
    case .crowd(let began, let ended):
      word = "many"
      text = "\(Quantity.count(began)) began, \(Quantity.count(ended)) ended"
      role = .dim
    }
  }
}

package import FlowModel

/// An action that is being carried out.
package struct Underway: Sendable {
  package let action: FlowAction
  /// How many flows it is to be done to, and how many it has come to.
  package private(set) var all: Int
  package private(set) var done = 0
  /// Flows that had gone before it began.
  let gone: Int
  /// Whether the operator asked to stop.
  package internal(set) var isStopping = false

  init(_ action: FlowAction, of all: Int, gone: Int = 0) {
    self.action = action
    self.all = all
    self.gone = gone
  }

  mutating func advance(to done: Int, of all: Int) {
    self.done = done
    self.all = all
  }

  /// `Flushing 12,000 of 100,000`, for a line of its own.
  var text: String {
    "\(action.doing) \(Quantity.count(done)) of \(Quantity.count(all))"
  }
}

extension FlowAction {
  /// The action as it goes on, at the beginning of a sentence.
  var doing: String {
    switch self {
    case .flush: "Flushing"
    case .reset: "Resetting"
    case .pin: "Pinning"
    case .unpin: "Unpinning"
    }
  }

  /// The action once it is done.
  var done: String {
    switch self {
    case .flush: "Flushed"
    case .reset: "Reset"
    case .pin(let lane, _): "Pinned to \(lane.rawValue)"
    case .unpin: "Unpinned"
    }
  }

  /// The action as what was not done.
  var undone: String {
    switch self {
    case .flush: "deleted"
    case .reset: "reset"
    case .pin: "pinned"
    case .unpin: "unpinned"
    }
  }
}

import FlowModel
import Netfilter

/// Tells what became of each flow, and sums it up.
nonisolated struct ActionReport {
  private let action: FlowAction
  private let isJSON: Bool
  private var output = StandardOutput()
  private var words = FlowWords(.json)
  private var counts: [String: Int] = [:]

  init(_ action: FlowAction, json: Bool) {
    self.action = action
    isJSON = json
  }

  /// Writes one flow, with what was done to it, or will be (`planned`).
  mutating func write(_ result: ActionResult, planned: Bool = false) {
    let word = planned && result.outcome.why == nil ? "planned" : result.outcome.word
    counts[word, default: 0] += 1
    if isJSON {
      writeJSON(result, word)
    } else {
      var line = "\(word.padded(to: 8)) \(result.flow.lane.name.padded(to: 9)) \(result.flow.line)"
      if let why = result.outcome.why { line += "  (\(why))" }
      output.text.append(printable: line)
      output.text.append("\n")
    }
    output.flushIfFull()
  }

  private mutating func writeJSON(_ result: ActionResult, _ word: String) {
    output.text.append(literal: "{\"action\":")
    output.text.append(jsonString: action.name)
    if case .pin(let lane, let until) = action {
      output.text.append(literal: ",\"to\":")
      output.text.append(jsonString: lane.rawValue)
      output.text.append(jsonUntil: until)
    }
    output.text.append(literal: ",\"result\":")
    output.text.append(jsonString: word)
    output.text.append(literal: ",\"why\":")
    output.text.append(jsonString: result.outcome.why)
    output.text.append(literal: ",\"newid\":")
    if case .done(let made?) = result.outcome {
      output.text.append(number: UInt64(made.id))
    } else {
      output.text.append(literal: "null")
    }
    output.text.append(literal: ",\"flow\":")
    output.text.append(json: result.flow, rates: Rates(), words: &words) {
      $0.append(literal: "null")
    }
    // The flow is a line of its own elsewhere.
    output.text.bytes.removeLast()
    output.text.append(literal: "}\n")
  }

  /// Writes what followed the flush of a flow.
  mutating func write(_ flow: Flow, _ aftermath: Aftermath) {
    switch aftermath {
    case .cameBack(let after, let back):
      let text = "came back in \(after / 1_000_000) ms, \(back.lane.name): \(flow.line)\n"
      write(flow, "came-back", after: after, back, text)
    case .didNotComeBack(let within):
      let text = "did not come back within \(within / 1_000_000_000) s: \(flow.line)\n"
      write(flow, "did-not-come-back", after: within, nil, text)
    }
    output.flush()
  }

  private mutating func write(
    _ flow: Flow, _ word: String, after: UInt64, _ back: Flow?, _ text: String
  ) {
    guard isJSON else { return output.text.append(text) }
    output.text.append(literal: "{\"followed\":")
    output.text.append(jsonString: word)
    output.text.append(literal: ",\"id\":")
    output.text.append(number: UInt64(flow.id))
    output.text.append(literal: ",\"ms\":")
    output.text.append(number: after / 1_000_000)
    output.text.append(literal: ",\"lane\":")
    output.text.append(jsonString: back?.lane.name)
    output.text.append(literal: ",\"newid\":")
    output.text.append(json: back?.id)
    output.text.append(literal: "}\n")
  }

  /// Writes the sum, as the last line.
  mutating func finish() {
    let order = ["planned", "done", "gone", "refused", "failed"]
    if isJSON {
      output.text.append(literal: "{\"action\":")
      output.text.append(jsonString: action.name)
      for word in order {
        output.text.append(",\"\(word)\":")
        output.text.append(number: UInt64(counts[word, default: 0]))
      }
      output.text.append(literal: "}\n")
    } else {
      let parts = order.compactMap { word in
        counts[word].map { "\(Quantity.count($0)) \(word)" }
      }
      output.text.append(
        "\(action.words): \(parts.isEmpty ? "nothing" : parts.joined(separator: ", "))\n")
    }
    output.flush()
  }
}

nonisolated extension TextBuffer {
  /// Appends `,"until":` and RFC 3339 text, or null.
  mutating func append(jsonUntil until: UInt64?) {
    append(literal: ",\"until\":")
    guard let until else { return append(literal: "null") }
    append(literal: "\"")
    append(time: until)
    append(literal: "\"")
  }
}

nonisolated extension String {
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}

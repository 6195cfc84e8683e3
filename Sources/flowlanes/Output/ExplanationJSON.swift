import Diagnosis
import FlowModel

// A reason as JSON: brief, as every flow carries it, or in full. Keys are a promise to users.
nonisolated extension TextBuffer {
  /// Appends the reason as a listing has it, `null` for a flow in the best lane of its machine.
  mutating func append(json explanation: Explanation?) {
    guard let explanation else { return append(literal: "null") }
    appendOpen(explanation)
    append(literal: "}")
  }

  /// Appends all that is known of the reason.
  mutating func append(fullJSON explanation: Explanation?) {
    guard let explanation else { return append(literal: "null") }
    appendOpen(explanation)
    append(literal: ",\"rule\":")
    append(json: explanation.rule)
    append(literal: ",\"device\":")
    append(jsonString: explanation.device)
    append(literal: ",\"setting\":")
    append(jsonString: explanation.setting)
    append(literal: ",\"steps\":")
    append(jsonArray: explanation.steps) { $0.append(jsonString: $1) }
    append(literal: ",\"remedies\":")
    append(jsonArray: explanation.remedies) { $0.append(json: $1) }
    append(literal: "}")
  }

  /// Appends the devices of a flow, `null` where routing is not known.
  mutating func append(json devices: FlowDevices?) {
    guard let devices else { return append(literal: "null") }
    append(literal: "{\"input\":")
    append(jsonString: devices.input)
    append(literal: ",\"output\":")
    append(jsonString: devices.output)
    append(literal: ",\"certainty\":")
    append(jsonString: devices.certainty.name)
    append(literal: "}")
  }

  /// Appends a remedy: what it does, and the command or `null` where there is only advice.
  mutating func append(json remedy: Remedy) {
    append(literal: "{\"text\":")
    append(jsonString: remedy.text)
    append(literal: ",\"command\":")
    append(jsonString: remedy.command)
    append(literal: "}")
  }

  /// Appends items in brackets, each as `write` writes it.
  mutating func append<Item>(
    jsonArray items: [Item], _ write: (inout TextBuffer, Item) -> Void
  ) {
    append(UInt8(ascii: "["))
    for (index, item) in items.enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      write(&self, item)
    }
    append(UInt8(ascii: "]"))
  }

  private mutating func appendOpen(_ explanation: Explanation) {
    append(literal: "{\"code\":")
    append(jsonString: explanation.reason.code.rawValue)
    append(literal: ",\"certainty\":")
    append(jsonString: explanation.reason.certainty.name)
    append(literal: ",\"text\":")
    append(jsonString: explanation.text)
  }

  private mutating func append(json rule: QuotedRule?) {
    guard let rule else { return append(literal: "null") }
    append(literal: "{\"table\":")
    append(jsonString: rule.table)
    append(literal: ",\"chain\":")
    append(jsonString: rule.chain)
    append(literal: ",\"handle\":")
    append(number: rule.handle)
    append(literal: ",\"text\":")
    append(jsonString: rule.text)
    append(literal: "}")
  }
}

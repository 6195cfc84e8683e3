import Diagnosis
import FlowModel

/// Writes the doctor's checks to standard output.
nonisolated struct DoctorListing {
  private let isJSON: Bool
  private var output = StandardOutput()

  init(json: Bool) { isJSON = json }

  /// Writes the checks, those that went wrong first.
  mutating func write(_ checks: [Check]) {
    for check in checks {
      if isJSON { output.text.append(json: check) } else { output.text.append(line: check) }
      output.flushIfFull()
    }
    if !isJSON {
      let counts = [Check.Outcome.pass, .warn, .fail].map { outcome in
        checks.count { $0.outcome == outcome }
      }
      output.text.append("\(counts[0]) passed, \(counts[1]) doubtful, \(counts[2]) failed\n")
    }
    output.flush()
  }
}

nonisolated extension TextBuffer {
  /// Appends a check as one line, and under it what mends it.
  ///
  ///     fail  No rule offloads to flowtable f (inet filter).
  ///           fix: Add the rule before all others, so that every packet meets it.
  ///             nft 'insert rule inet filter forward ct state established flow add @f'
  mutating func append(line check: Check) {
    append(check.outcome.rawValue)
    append("  ")
    append(printable: check.text)
    append("\n")
    for remedy in check.remedies {
      append("      fix: ")
      append(printable: remedy.text)
      append("\n")
      for line in remedy.commandLines {
        append("        ")
        append(printable: line)
        append("\n")
      }
    }
  }

  /// Appends a check as one line of JSON.
  mutating func append(json check: Check) {
    append(literal: "{\"check\":")
    append(jsonString: check.id)
    append(literal: ",\"outcome\":")
    append(jsonString: check.outcome.rawValue)
    append(literal: ",\"text\":")
    append(jsonString: check.text)
    append(literal: ",\"fixes\":[")
    for (index, remedy) in check.remedies.enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      append(literal: "{\"text\":")
      append(jsonString: remedy.text)
      append(literal: ",\"command\":")
      append(jsonString: remedy.command)
      append(UInt8(ascii: "}"))
    }
    append(literal: "]}\n")
  }
}

nonisolated extension Remedy {
  /// The command's lines, with tabs as spaces: they are printed for a person.
  fileprivate var commandLines: [String] {
    (command ?? "").split(separator: "\n").map { line in
      String(line.map { $0 == "\t" ? " " : $0 })
    }
  }
}

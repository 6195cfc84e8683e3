import Canvas
import Diagnosis
import FlowModel

/// Writes the flowtables of snapshots to standard output.
nonisolated struct FlowtableListing {
  private let form: ListingForm
  private let filter: String
  private let glyphs: Glyphs
  /// Whether snapshot after snapshot is written, each with its trailer.
  private let follows: Bool
  private var output = StandardOutput()
  private var number: UInt64 = 0

  init(_ form: ListingForm, filter: String, glyphs: Glyphs, follows: Bool) {
    self.form = form
    self.filter = filter.lowercased()
    self.glyphs = glyphs
    self.follows = follows
  }

  /// Writes the flowtables of one snapshot.
  ///
  /// Fails when they could not be read and there is no next snapshot to hope for.
  mutating func show(_ snapshot: Snapshot) throws {
    number += 1
    guard let flowtables = snapshot.flowtables ?? (follows ? [] : nil) else {
      let problem = snapshot.flowtableProblem ?? "the recording holds no flowtables"
      throw CommandFailure(problem, status: 69)
    }
    let shown = flowtables.filter { table in
      filter.isEmpty || fields(table).contains { $0.lowercased().holds(filter) }
    }
    let reviews = shown.map { FlowtableReview.review($0, in: snapshot) }
    switch form {
    case .json:
      for review in reviews { output.text.append(json: review) }
    case .lines:
      if number == 1 { append(line: Self.titles + ["PROBLEMS"]) }
      for review in reviews {
        let problems = review.findings.map(\.text).joined(separator: " ")
        append(line: fields(review.flowtable) + [problems.isEmpty ? "-" : problems])
      }
    case .table(let columns):
      writeTable(shown, columns)
      writeProblems(reviews, columns)
    }
    if follows { appendTrailer(snapshot, count: shown.count) }
    output.flush()
  }

  private static let titles = [
    "FAMILY", "TABLE", "NAME", "HOOK", "PRIORITY", "DEVICES", "FLAGS", "COUNTER", "USE",
  ]

  private func fields(_ table: Flowtable) -> [String] {
    [
      table.family, table.table, table.name, table.hookName, String(table.priority),
      table.devices.isEmpty ? "-" : table.devices.joined(separator: ","),
      table.flagNames.isEmpty ? "-" : table.flagNames.joined(separator: ","),
      table.flags.contains(.counter) ? "yes" : "no", table.use.map(String.init) ?? "-",
    ]
  }

  private mutating func append(line fields: [String]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { output.text.append("\t") }
      output.text.append(printable: field)
    }
    output.text.append("\n")
  }

  private mutating func writeTable(_ shown: [Flowtable], _ columns: Int) {
    let ranks = [1, 0, 0, 4, 3, 0, 0, 0, 2]
    var table = TextTable(
      zip(Self.titles, ranks).map { TextTable.Column(title: $0, rank: $1, least: 7) },
      ellipsis: glyphs.ellipsis)
    for flowtable in shown { table.add(fields(flowtable)) }
    for line in table.lines(width: columns) {
      output.text.append(line)
      output.text.append("\n")
    }
    if shown.isEmpty { output.text.append("No flowtable is configured.\n") }
  }

  /// What is wrong, below the table: sentences would not fit into it.
  private mutating func writeProblems(_ reviews: [FlowtableReview], _ columns: Int) {
    for review in reviews {
      for finding in review.findings {
        let text = "\(review.flowtable.name): \(finding.text)"
        for line in Wrapping.lines(text, width: columns, indent: "  ") {
          output.text.append(printable: line)
          output.text.append("\n")
        }
      }
    }
  }

  private mutating func appendTrailer(_ snapshot: Snapshot, count: Int) {
    if form == .json {
      output.text.append("{\"snapshot\":\(number),\"time\":\"")
      output.text.append(time: snapshot.wallTime)
      output.text.append("\",\"flowtables\":")
      output.text.append(snapshot.flowtables == nil ? "null" : String(count))
      output.text.append(",\"problem\":")
      output.text.append(jsonString: snapshot.flowtableProblem)
      output.text.append("}\n")
    } else {
      output.text.append("# snapshot \(number) ")
      output.text.append(time: snapshot.wallTime)
      output.text.append(" flowtables=\(count)")
      if let problem = snapshot.flowtableProblem {
        output.text.append(" ")
        output.text.append(printable: problem)
      }
      output.text.append("\n")
    }
  }
}

nonisolated extension Flowtable {
  /// `NF_NETDEV_INGRESS` is 0, the only hook there is for flowtables.
  var hookName: String { hook == 0 ? "ingress" : String(hook) }

  /// The flags as nft(8) writes them, without `counter`; bits of a newer kernel as numbers.
  var flagNames: [String] {
    var names = flags.contains(.offload) ? ["offload"] : []
    let rest = flags.subtracting([.offload, .counter]).rawValue
    if rest != 0 { names.append("0x" + String(rest, radix: 16)) }
    return names
  }
}

nonisolated extension TextBuffer {
  /// Appends one flowtable as one line of JSON.
  mutating func append(json review: FlowtableReview) {
    let table = review.flowtable
    append("{\"family\":")
    append(jsonString: table.family)
    append(",\"table\":")
    append(jsonString: table.table)
    append(",\"name\":")
    append(jsonString: table.name)
    append(",\"hook\":")
    append(jsonString: table.hookName)
    append(",\"priority\":\(table.priority),\"devices\":")
    append(jsonArray: table.devices) { $0.append(jsonString: $1) }
    append(",\"flags\":")
    append(jsonArray: table.flagNames) { $0.append(jsonString: $1) }
    append(
      table.flags.contains(.counter) ? ",\"counter\":true,\"use\":" : ",\"counter\":false,\"use\":")
    append(json: table.use)
    append(literal: ",\"problems\":")
    append(jsonArray: review.findings) { $0.append(jsonString: $1.text) }
    append("}\n")
  }
}

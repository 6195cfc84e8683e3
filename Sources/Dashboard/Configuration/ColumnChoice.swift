import Canvas
import FlowModel

/// A column of the table by the name that a configuration or `--columns` gives it.
package enum ColumnChoice: String, CaseIterable, Sendable {
  case proto
  case source
  case destination
  case nat
  case input = "in"
  case output = "out"
  case orig
  case reply
  case rate
  case total
  case packets
  case why
  case state
  case age
  case timeout
  case mark
  case zone

  /// Why a list of columns is none, as one sentence.
  package struct Failure: Error {
    package let sentence: String
  }

  /// Reads names with commas or blanks between them; of none at all the list is empty.
  package static func list(_ text: String) throws(Failure) -> [ColumnChoice] {
    var list: [ColumnChoice] = []
    for word in text.split(whereSeparator: { $0 == "," || SettingsText.isBlank($0) }) {
      guard let column = ColumnChoice(rawValue: word.lowercased()) else {
        let names = allCases.map(\.rawValue).joined(separator: ", ")
        throw Failure(
          sentence: "there is no column \(SettingsText.quote(word)); choose from \(names)")
      }
      if !list.contains(column) { list.append(column) }
    }
    return list
  }

  /// What flows are sorted by under its title; nil where nothing is.
  var column: FlowColumn? {
    switch self {
    case .proto: .l4
    case .source: .source
    case .destination: .destination
    case .nat: .nat
    case .input, .output: nil
    case .orig: .origRate
    case .reply: .replyRate
    case .rate: .rate
    case .total: .total
    case .packets: .packets
    case .why: .why
    case .state: .state
    case .age: .age
    case .timeout: .timeout
    case .mark: .mark
    case .zone: .zone
    }
  }
}

extension FlowOrder {
  /// Reads `lane`, or a column with `ascending` or `descending` behind it or not.
  package init?(words text: String) {
    let words = SettingsText.words(text.lowercased())
    guard let first = words.first, words.count <= 2 else { return nil }
    let column = first == "lane" ? .lane : ColumnChoice(rawValue: first)?.column
    guard let column else { return nil }
    switch words.dropFirst().first {
    case nil: self.init(column, descending: column.startsDescending)
    case "ascending"?: self.init(column, descending: false)
    case "descending"?: self.init(column, descending: true)
    default: return nil
    }
  }

  /// The order as a configuration writes it.
  var words: String {
    let name = ColumnChoice.allCases.first { $0.column == column }?.rawValue ?? "lane"
    if descending == column.startsDescending { return name }
    return name + (descending ? " descending" : " ascending")
  }
}

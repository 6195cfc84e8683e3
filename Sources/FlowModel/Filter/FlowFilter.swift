/// Which flows a listing shows: an expression as tcpdump(8) and conntrack(8) users type it.
///
/// Read once, then asked of up to a million flows a poll: the tests of tuples, numbers and names
/// allocate nothing. Two filters are equal when they mean the same by their canonical form.
package struct FlowFilter: Sendable {
  /// As typed.
  package let text: String
  /// What else than the flow itself the filter asks for.
  package let needs: FilterNeeds
  /// nil for the filter that lets every flow through.
  private let expression: FilterExpression?
  private let program: FilterProgram

  /// Reads a filter; text of blanks alone lets every flow through.
  ///
  /// - Parameter reasonCodes: the codes that `reason` takes, to find typing errors; any when empty.
  /// - Throws: `FilterError` at the first place that is wrong.
  package init(parsing text: String, reasonCodes: [String] = []) throws(FilterError) {
    self.init(text, try FilterParser.parse(text, reasonCodes: reasonCodes))
  }

  private init(_ text: String, _ expression: FilterExpression?) {
    self.text = text
    self.expression = expression
    program = FilterProgram(expression)
    needs = program.needs
  }

  /// A name as an argument in quotes, for who writes filters.
  package static func quoted(_ name: String) -> String { FilterWords.quoted(name) }

  /// Lets every flow through.
  package static let all = FlowFilter("", nil)

  package var isEmpty: Bool { expression == nil }

  /// Whether the text ends within what may become a word of the language: `tcp and po`.
  package var mayBeUnfinished: Bool {
    guard let last = (try? FilterLexer.tokens(text))?.last, case .word(let word) = last.kind,
      text.hasSuffix(word)
    else { return false }
    return FilterWords.isBeginning(word.lowercased())
  }

  /// Whether the devices of flows are asked for, which routing has to tell.
  package var needsDevices: Bool { needs.contains(.devices) }

  /// Whether the filter is known to hold for a flow.
  ///
  /// What is not known matches neither a test nor its `not`. `buffer` is room for the row's text,
  /// reused from flow to flow.
  package func matches(
    _ flow: Flow, _ facts: inout some FlowFacts, buffer: inout TextBuffer
  ) -> Bool {
    program.matches(flow, &facts, &buffer)
  }

  /// Whether the filter holds by what the flow alone tells.
  package func matches(_ flow: Flow, buffer: inout TextBuffer) -> Bool {
    var facts = NoFacts()
    return program.matches(flow, &facts, &buffer)
  }
}

extension FlowFilter: Hashable {
  package static func == (a: FlowFilter, b: FlowFilter) -> Bool { a.expression == b.expression }

  package func hash(into hasher: inout Hasher) { hasher.combine(expression) }
}

extension FlowFilter: CustomStringConvertible {
  /// The canonical form: every `and` written out, words in lower case, one spelling of each number.
  ///
  /// It reads as the same filter.
  package var description: String { expression?.description ?? "" }
}

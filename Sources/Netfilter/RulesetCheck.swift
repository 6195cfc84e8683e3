import FlowModel

/// Asks nft(8) whether a ruleset could be loaded here, without loading it: `nft -c -f -`.
package enum RulesetCheck {
  package enum Outcome: Hashable, Sendable {
    case passed
    /// nft is not there, or may not ask the kernel; as one clause.
    case unchecked(String)
    /// The first of nft's complaints, in its own words.
    case refused(String)
  }

  /// Checks it in the network namespace of this thread.
  package static func check(_ ruleset: String) -> Outcome {
    switch NftProgram.run(["-c"], ruleset: ruleset) {
    case .done: .passed
    case .unavailable(let clause): .unchecked(clause)
    case .failed(let words) where words.holds("Operation not permitted"):
      .unchecked("nft needs root or CAP_NET_ADMIN to ask the kernel")
    case .failed(let words): .refused(complaint(words))
    }
  }

  /// The first error among what nft printed, without the place in a file that nobody sees.
  static func complaint(_ words: String) -> String {
    let lines = words.split(separator: "\n")
    let line = lines.first { $0.holds("Error:") } ?? lines.first ?? "no reason given"
    var text = line[...]
    if let range = line.place(of: "Error: ") { text = line[range.upperBound...] }
    // What nft underlines is the line after the error.
    if let at = lines.firstIndex(of: line), at + 1 < lines.endIndex {
      let source = lines[at + 1].drop { $0 == " " || $0 == "\t" }
      if !source.isEmpty, !source.hasPrefix("^") { return "\(text) (at \"\(source)\")" }
    }
    return String(text)
  }
}

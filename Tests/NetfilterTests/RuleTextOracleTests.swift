import Diagnosis
import FlowModel
import Testing

@testable import Netfilter

/// Rules as we print them from their expressions, beside how nft(8) prints the same rules.
@Suite(.enabled(if: OwnNamespace.isPossible, OwnNamespace.condition), .timeLimit(.minutes(1)))
struct RuleTextOracleTests {
  /// What our printing leaves out or writes otherwise, on purpose or for want of a field.
  private static func simplified(_ text: String) -> String {
    var words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    // Counters' values, log's options and limits' bursts are not among what is decoded.
    while let at = words.firstIndex(of: "packets"), at > 0, words[at - 1] == "counter" {
      words.removeSubrange(at...(at + 3))
    }
    return words.joined(separator: " ")
  }

  @Test func rulesReadAsNftPrintsThem() throws {
    try OwnNamespace.run {
      let folder =
        "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/Rulesets"
      try Shell.run(
        """
        nft -f \(folder)/printed.nft
        while read -r rule; do
          nft "add rule inet t forward $rule" || echo "left out: $rule"
        done < \(folder)/printed-rules.txt
        """)
      let source = try KernelSource()
      let snapshot = try source.poll()
      let ruleset = try #require(snapshot.ruleset)
      let printer = RuleText(ruleset, links: snapshot.links)
      var compared = 0
      for rule in ruleset.rules {
        guard let text = rule.text else { continue }
        #expect(printer.printed(rule) == Self.simplified(text), "handle \(rule.handle)")
        compared += 1
      }
      #expect(compared > 100)
    }
  }
}

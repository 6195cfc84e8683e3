import FlowModel
import Testing

@testable import Diagnosis

/// One reason after the other, on paper: each situation has its own router.
@Suite struct ReasonTableTests {
  @Test(arguments: SlowSituations.all + PathSituations.all + HardwareSituations.all)
  func hasItsReason(_ situation: Situation) {
    #expect(situation.diagnose(situation.snapshot) == situation.expected)
  }

  @Test(arguments: SlowSituations.all + PathSituations.all + HardwareSituations.all)
  func explainsWhatItSays(_ situation: Situation) {
    let explanation = situation.explain()
    #expect(explanation?.reason == situation.expected)
    guard let explanation else { return }
    #expect(explanation.text.hasSuffix("."))
    #expect(!explanation.text.contains("?"))
    #expect(!explanation.remedies.isEmpty)
  }

  @Test func everyReasonHasASituation() {
    let all = SlowSituations.all + PathSituations.all + HardwareSituations.all
    let codes = Set(all.compactMap { $0.expected?.code })
    #expect(codes == Set(ReasonCode.allCases))
  }
}

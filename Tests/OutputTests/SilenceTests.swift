import FlowModel
import Netfilter
import Testing

@testable import flowlanes

@Suite @MainActor struct SilenceTests {
  private static let second: UInt64 = 1_000_000_000
  private static let begin = FeedEvent.part(
    .began(PollStart(Snapshot(number: 1, time: 1, wallTime: 1))))

  private static func paced(every seconds: UInt64) -> FeedEvent {
    .part(.paced(PollPace(took: second, cost: 0, interval: seconds * second, isStretched: false)))
  }

  /// What is told at each of so many ticks.
  private func told(_ silence: inout Silence, ticks: Int) -> [String?] {
    (0..<ticks).map { _ in silence.pass() }
  }

  @Test func aKernelThatNeverAnswersIsToldOf() {
    var silence = Silence()
    #expect(
      told(&silence, ticks: 4) == [
        nil, nil, "The kernel has not answered for 15 s.", "The kernel has not answered for 20 s.",
      ])
  }

  @Test func anAnswerEndsIt() {
    var silence = Silence()
    _ = told(&silence, ticks: 5)
    silence.hear(Self.begin)
    #expect(told(&silence, ticks: 2) == [nil, nil])
    #expect(silence.pass() != nil)
  }

  @Test func nobodyIsAlarmedBeforeThePollThatIsDue() {
    var silence = Silence()
    silence.hear(Self.paced(every: 61))
    #expect(told(&silence, ticks: 15).allSatisfy { $0 == nil })
    #expect(silence.pass() == "The kernel has not answered for 15 s.")
    silence.hear(Self.paced(every: 2))
    silence.expect(30 * Self.second)
    #expect(told(&silence, ticks: 9).allSatisfy { $0 == nil })
  }

  @Test func endsOfFlowsAreNoAnswer() {
    var silence = Silence()
    for _ in 0..<2 {
      _ = silence.pass()
      silence.hear(.ends(.batch(EventBatch(ended: FlowBatch([Flow]())))))
    }
    #expect(silence.pass() != nil)
  }

  @Test func whilePollingRestsOnlyAPollThatHasBegunIsAwaited() {
    var silence = Silence()
    silence.hear(Self.paced(every: 1))
    silence.rest(true)
    #expect(told(&silence, ticks: 20).allSatisfy { $0 == nil })
    silence.hear(Self.begin)
    #expect(told(&silence, ticks: 3).last == "The kernel has not answered for 15 s.")
    silence.hear(Self.paced(every: 1))
    #expect(told(&silence, ticks: 20).allSatisfy { $0 == nil })
    silence.rest(false)
    #expect(told(&silence, ticks: 4).last != .some(nil))
  }
}

import FlowModel
import Testing

@testable import Diagnosis

/// A poll of ten thousand slow flows must not cost more than a glance.
@Suite struct ReasonSpeedTests {
  /// Release builds need far less than the limit; debug builds are ten times slower.
  @Test func tenThousandSlowFlowsTakeMilliseconds() {
    var router = Router()
    router.ruleset = .forward([
      PaperRule("tcp dport 80 flow add @f", PaperRule.port(.tcp, to: 80), PaperRule.offload),
      PaperRule(
        "iifname dmz0 flow add @f", PaperRule.input("lan0"), PaperRule.limit, PaperRule.offload),
    ])
    let snapshot = router.snapshot()
    let flows = (0..<UInt16(10_000)).map { number in
      PaperFlow.flow(number % 2 == 0 ? .tcp : .udp) { flow in
        flow.orig.sourcePort = number
        flow.reply.destinationPort = number
        flow.id = UInt32(number)
      }
    }
    let history = PaperFlow.watched(10)
    var diagnostician = Diagnostician()
    let clock = ContinuousClock()
    var times: [Duration] = []
    for _ in 0..<5 {
      times.append(
        clock.measure {
          diagnostician.update(snapshot)
          for flow in flows { _ = diagnostician.reason(flow, history) }
        })
    }
    print("first \(times[0]), then \(times.dropFirst().min() ?? .zero)")
    #expect(times.dropFirst().min() ?? .zero < .milliseconds(200))
  }
}

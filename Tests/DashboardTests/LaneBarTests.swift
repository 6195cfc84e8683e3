import FlowModel
import Testing

@testable import Dashboard

@Suite struct LaneBarTests {
  private func bar(_ flows: [Flow], _ width: Int, polls: UInt64 = 2) -> String {
    var store = FlowStore()
    for elapsed in 0..<polls {
      var snapshot = Scene.snapshot(elapsed, flows)
      for at in flows.indices { snapshot.flows[at].replyCounters?.bytes += elapsed * 1_000_000 }
      store.apply(snapshot)
    }
    return String(LaneBar(totals: store.totals).columns(width).map(\.letter))
  }

  private func flow(_ id: UInt32, _ lane: Lane) -> Flow {
    Scene.flow(
      id, from: (Scene.ipv4(10, 0, 0, 1), UInt16(id)), to: (Scene.ipv4(10, 0, 0, 2), 80),
      lane: lane, bytes: 1000)
  }

  @Test func itIsAsLongAsItsRoomAndShowsEveryLane() {
    let flows = (1...98).map { flow($0, .slow) } + [flow(99, .software)]
    for width in 2...60 {
      let text = bar(flows, width)
      #expect(text.count == width)
      #expect(text.hasPrefix("S") && text.hasSuffix("F"), "\(text)")
    }
    #expect(bar([flow(1, .slow), flow(2, .software)], 6) == "SSSFFF")
    #expect(bar(flows, 0).isEmpty && bar([], 10).isEmpty)
  }

  @Test func withoutRatesFlowsAreCounted() {
    #expect(bar([flow(1, .slow), flow(2, .hardware)], 4, polls: 1) == "sshh")
  }

  @Test(arguments: [
    (100, "ip saddr 192.168.1.23 ip daddr 203.0.113.34 tcp sport 51544 tcp dport 8443"),
    (103, "icmp id 4711"), (107, "ip6 saddr 2001:db8:1::21"),
  ])
  func aRuleMatchesTheFlow(id: UInt32, text: String) {
    let flow = Scene.flows(0).first { $0.id == id } ?? Scene.flows(0)[0]
    #expect(NftMatch.text(flow).contains(text))
  }
}

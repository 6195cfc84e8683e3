import Diagnosis
import FlowModel
import Testing

@testable import flowlanes

@Suite struct FlowJSONTests {
  private func json(
    _ flow: Flow, rates: Rates = Rates(), reason: Explanation? = nil
  ) -> String {
    var text = TextBuffer()
    var words = FlowWords(.json)
    text.append(json: flow, rates: rates, words: &words) { $0.append(json: reason) }
    return text.string
  }

  private let offloaded = Flow(
    orig: Tuple(
      source: Address(ipv4: 0x0a00_0102), destination: Address(ipv4: 0x0a00_0202),
      sourcePort: 53878, destinationPort: 80, family: .ipv4, l4: .tcp),
    reply: Tuple(
      source: Address(ipv4: 0x0a00_0202), destination: Address(ipv4: 0x0a00_0102),
      sourcePort: 80, destinationPort: 53878, family: .ipv4, l4: .tcp),
    id: 2_849_132, status: [.seenReply, .assured, .confirmed, .offload], mark: 0,
    origCounters: Counters(packets: 56, bytes: 16420),
    replyCounters: Counters(packets: 29, bytes: 15016))

  @Test func theExampleOfTheContractComesOutKeyByKey() {
    #expect(
      json(offloaded) == """
        {"id":2849132,"lane":"software","family":"ipv4","protocol":"tcp",\
        "orig":{"src":"10.0.1.2","dst":"10.0.2.2","sport":53878,"dport":80,"packets":56,\
        "bytes":16420},\
        "reply":{"src":"10.0.2.2","dst":"10.0.1.2","sport":80,"dport":53878,"packets":29,\
        "bytes":15016},\
        "state":null,"timeout":null,"status":["SEEN_REPLY","ASSURED","CONFIRMED","OFFLOAD"],\
        "mark":0,"zone":0,"helper":null,"start":null,\
        "rate":{"orig":null,"reply":null},"reason":null}

        """)
  }

  @Test func whatTheKernelLeftOutIsNull() {
    var flow = offloaded
    flow.mark = nil
    flow.origCounters = nil
    let text = json(flow)
    #expect(text.contains(#""dport":80,"packets":null,"bytes":null}"#))
    #expect(text.contains(#""mark":null"#))
  }

  @Test func icmpHasTypeCodeAndIdInPlaceOfPorts() {
    var flow = offloaded
    flow.orig.l4 = .icmpv6
    flow.orig.family = .ipv6
    flow.orig.source = Address(high: 0xfd00_0000_0000_0000, low: 1)
    flow.orig.sourcePort = 4711
    flow.orig.destinationPort = 128 << 8 | 3
    let text = json(flow)
    #expect(text.contains(#""family":"ipv6","protocol":"ipv6-icmp""#))
    #expect(text.contains(#""src":"fd00::1""#))
    #expect(text.contains(#""type":128,"code":3,"icmpid":4711,"packets""#))
  }

  @Test func aProtocolWithoutPortsHasNullsAndItsNumber() {
    var flow = offloaded
    flow.orig.l4 = L4Protocol(rawValue: 253)
    #expect(json(flow).contains(#""protocol":"253","#))
    #expect(json(flow).contains(#""sport":null,"dport":null"#))
  }

  @Test(arguments: [
    (Zone(id: 7), #""zone":7,"helper""#, true),
    (Zone(id: 7, direction: .orig), #""bytes":16420,"zone":7},"reply""#, true),
    (Zone(id: 7, direction: .orig), #""zone":0,"helper""#, true),
    (Zone(id: 7, direction: .reply), #""bytes":15016,"zone":7},"state""#, true),
    (Zone.none, #","zone":0}"#, false),
  ])
  func aZoneStandsWhereItHolds(zone: Zone, piece: String, isThere: Bool) {
    var flow = offloaded
    flow.zone = zone
    #expect(json(flow).contains(piece) == isThere)
  }

  @Test func ratesAreWholeBitsAndTimesAreText() {
    var flow = offloaded
    flow.start = 1_000_000_000_500_000_000
    flow.timeout = 30
    flow.state = ConnectionState(l4: .tcp, rawValue: 3)
    let text = json(flow, rates: Rates(orig: 12.4, reply: .nan))
    #expect(text.contains(#""rate":{"orig":12,"reply":null}"#))
    #expect(text.contains(#""start":"2001-09-09T01:46:40.5Z""#))
    #expect(text.contains(#""state":"ESTABLISHED","timeout":30,"#))
  }

  @Test func hardwareWinsOverSoftware() {
    var flow = offloaded
    flow.status.insert(.hardwareOffload)
    #expect(json(flow).contains(#""lane":"hardware""#))
    flow.status = []
    #expect(json(flow).contains(#""lane":"slow""#))
    #expect(json(flow).contains(#""status":[],"#))
  }

  @Test(arguments: [
    ("plain", #""plain""#), ("a\"b\\c", #""a\"b\\c""#),
    ("\u{1b}[2J\n\0", #""\u001b[2J\u000a\u0000""#),
    ("é→", #""é→""#), ("\u{7f}", #""\u007f""#),
    // CSI in one scalar, a bidirectional override, and one beyond the first plane.
    ("\u{9b}2J", #""\u009b2J""#), ("\u{202e}x", #""\u202ex""#), ("\u{e0001}", #""\udb40\udc01""#),
  ])
  func stringsAreEscaped(text: String, expected: String) {
    var buffer = TextBuffer()
    buffer.append(jsonString: text)
    #expect(buffer.string == expected)
  }

  @Test func aTrailerSaysHowManyFlowsWereListed() {
    let snapshot = Snapshot(
      number: 9, time: 0, wallTime: 86_400_000_000_000, interrupted: true)
    var trailer = SnapshotTrailer(snapshot, number: 2)
    for lane in [Lane.slow, .software, .software] { trailer.count(lane) }
    var text = TextBuffer()
    text.append(json: trailer)
    #expect(
      text.string == """
        {"snapshot":2,"time":"1970-01-02T00:00:00Z",\
        "flows":{"slow":1,"software":2,"hardware":0},"interrupted":true}

        """)
  }

  @Test func aReasonStandsInItsPlace() {
    let reason = Explanation(
      Reason(.noRule, .certain), "No rule \"offloads\" it.",
      rule: QuotedRule(table: "inet filter", chain: "forward", handle: 7, text: "accept"),
      remedies: [Remedy("Say so.", command: "nft list ruleset")])
    #expect(
      json(offloaded, reason: reason).hasSuffix(
        #","reason":{"code":"no-rule","certainty":"certain","#
          + #""text":"No rule \"offloads\" it."}}"# + "\n"))
    var full = TextBuffer()
    full.append(fullJSON: reason)
    #expect(
      full.string == #"{"code":"no-rule","certainty":"certain","text":"No rule \"offloads\" it.","#
        + #""rule":{"table":"inet filter","chain":"forward","handle":7,"text":"accept"},"#
        + #""device":null,"setting":null,"steps":[],"#
        + #""remedies":[{"text":"Say so.","command":"nft list ruleset"}]}"#)
  }

  @Test func reasonsAreSummedByLane() {
    var sums = ReasonSums()
    #expect(sums.line.hasPrefix("No flow needs"))
    for _ in 0..<2 { sums.count(Reason(.noRule, .certain), .slow) }
    sums.count(Reason(.local, .likely), .slow)
    sums.count(Reason(.noHardwareFlag, .certain), .software)
    #expect(sums.line == "3 slow: 2 no-rule, 1 local; 1 software: 1 no-hardware-flag")
  }
}

import FlowModel
import NetlinkWire
import Testing

@Suite struct CapturedFlowTests {
  private func flows(_ folder: String) throws -> [Flow] {
    var dump = FlowDump(expecting: nil)
    let bytes = try Fixture.bytes("\(folder)/flows.bin")
    let isDone = try dump.consume(bytes.span.bytes)
    #expect(isDone)
    #expect(dump.malformedExample == nil)
    #expect(!dump.interrupted)
    return dump.flows
  }

  @Test(arguments: Fixture.folders)
  func eachEntryIsReadAsConntrackReadsIt(_ folder: String) throws {
    let flows = try flows(folder)
    let lines = try Fixture.lines("\(folder)/flows.txt")
    #expect(flows.count == lines.count && !flows.isEmpty)
    for flow in flows {
      let line = try #require(
        lines.first { $0.hasSuffix(" id=\(flow.id)") || $0.contains(" id=\(flow.id) ") })
      let (words, timeout) = ConntrackLine.words(of: line)
      // Counters of busy flows move between our dump and conntrack's.
      if folder == "6.1-lanes" {
        #expect(frozen(ConntrackLine.words(of: flow)) == frozen(words))
      } else {
        #expect(ConntrackLine.words(of: flow) == words)
      }
      #expect((flow.timeout == nil) == (timeout == nil))
      if let said = timeout, let read = flow.timeout {
        #expect(abs(said - Int(read)) <= 2 || folder == "6.1-lanes")
      }
      #expect(flow.start.map { $0 / 1_000_000_000 } == ConntrackLine.start(in: line))
    }
  }

  private func frozen(_ words: [String]) -> [String] {
    words.filter {
      !$0.hasPrefix("packets=") && !$0.hasPrefix("bytes=") && !$0.hasPrefix("use=")
    }
  }

  @Test func everyProtocolIsThere() throws {
    for folder in ["6.1-namespace", "6.18-namespace"] {
      let flows = try flows(folder)
      for family in [Family.ipv4, .ipv6] {
        let found = Set(flows.filter { $0.orig.family == family }.map { $0.l4.rawValue })
        #expect(found == [family == .ipv4 ? 1 : 58, 6, 17, 33, 47, 50, 132, 136, 253])
      }
    }
  }

  @Test func statesAreThoseOfTheirProtocol() throws {
    let flows = try flows("6.1-namespace")
    let states = Set(flows.compactMap { $0.state.map { "\($0.l4.name) \($0.name)" } })
    #expect(states == ["tcp ESTABLISHED", "tcp SYN_SENT", "sctp ESTABLISHED", "dccp OPEN"])
  }

  @Test func aKernelWithoutDCCPFollowsItByAddressAlone() throws {
    let flow = try #require(try flows("6.18-namespace").first { $0.l4 == .dccp })
    #expect(flow.orig.sourcePort == 0)
    #expect(flow.state == nil)
  }

  @Test(arguments: ["6.1-namespace", "6.18-namespace"])
  func zonesHelpersLabelsAndMastersAreRead(_ folder: String) throws {
    let flows = try flows(folder)
    func flow(_ port: UInt16) throws -> Flow {
      try #require(flows.first { $0.orig.sourcePort == port && $0.orig.family == .ipv6 })
    }
    #expect(try flow(40007).zone == Zone(id: 5))
    #expect(try flow(40008).zone == Zone(id: 6, direction: .orig))
    #expect(try flow(40009).zone == Zone(id: 7, direction: .reply))
    #expect(try flow(40010).helper == "ftp")
    #expect(
      try flow(40011).extras?.labels == [2, 0, 0, 0, 0, 0, 0, 0, 128, 0, 0, 0, 0, 0, 0, 0])
    #expect(try flow(40012).extras?.master == (try flow(40010).orig))
    #expect(try flow(40012).status.contains(.expected))
    #expect(try flow(40001).mark == 0xdead_beef)
    #expect(try flow(40001).origCounters == Counters(packets: 0, bytes: 0))
    #expect(try flow(40001).extras == nil)
  }

  @Test func allThreeLanesAreRead() throws {
    let flows = try flows("6.1-lanes")
    #expect(Set(flows.map(\.lane)) == Set(Lane.allCases))
    for flow in flows where flow.lane != .slow {
      #expect(flow.timeout == nil && flow.state == nil)
      #expect(flow.origCounters != nil)
    }
    #expect(flows.contains { $0.status.contains(.sourceNAT) })
    #expect(flows.contains { $0.status.contains(.destinationNAT) })
  }
}

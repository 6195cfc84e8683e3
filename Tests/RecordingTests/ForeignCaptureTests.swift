import FlowModel
import Glibc
import NetlinkWire
import Recording
import Testing

/// Captures that tcpdump and dumpcap made of conntrack(8) on nlmon; see Fixtures/README.md.
@Suite struct ForeignCaptureTests {
  struct Unreadable: Error {
    let path: String
  }

  static func fixture(_ name: String) throws -> [UInt8] {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let path = "/\(folder)/Fixtures/\(name)"
    guard let file = fopen(path, "r") else { throw Unreadable(path: path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { return bytes }
      bytes += chunk[0..<count]
    }
  }

  private func play(_ bytes: [UInt8]) throws -> [Snapshot] {
    var reader = CaptureReader()
    reader.feed(bytes)
    reader.finish()
    var player = Player()
    var snapshots: [Snapshot] = []
    while let frame = try reader.next() {
      if let snapshot = try player.next(frame, machine: reader.machine) {
        snapshots.append(snapshot)
      }
    }
    return snapshots
  }

  @Test(arguments: ["tcpdump.pcap", "dumpcap.pcapng"])
  func eachConntrackOfTheLoopIsASnapshot(_ name: String) throws {
    let snapshots = try play(try Self.fixture(name))
    // Two dumps a round, one more to delete by filter, and the last.
    #expect(snapshots.count == (name == "tcpdump.pcap" ? 10 : 6))
    #expect(snapshots.map(\.number) == Array(1...UInt64(snapshots.count)))
    for snapshot in snapshots {
      #expect(snapshot.malformedExample == nil)
      #expect(!snapshot.interrupted)
      #expect(snapshot.flows.contains { $0.lane == .hardware })
      #expect(Set(snapshot.flows.map(\.lane)) == Set(Lane.allCases))
      #expect(Set(snapshot.flows.map(\.orig.family)) == [.ipv4, .ipv6])
      #expect(snapshot.duration > 0 && snapshot.wallTime > 1_700_000_000_000_000_000)
    }
    for (earlier, later) in zip(snapshots, snapshots.dropFirst()) {
      #expect(earlier.time < later.time)
    }
  }

  @Test(arguments: ["tcpdump.pcap", "dumpcap.pcapng"])
  func theLastSnapshotIsWhatConntrackPrintedLast(_ name: String) throws {
    let last = try #require(try play(try Self.fixture(name)).last)
    let lines = String(decoding: try Self.fixture("conntrack.txt"), as: UTF8.self)
      .split(separator: "\n").filter { $0.contains("src=") }
    #expect(last.flows.count == lines.count)
    for flow in last.flows {
      let port = flow.l4.isICMP ? "id=\(flow.orig.icmpID)" : "sport=\(flow.orig.sourcePort)"
      let found = lines.filter { line in
        line.contains(" \(port) ")
          && line.contains("packets=\(flow.origCounters?.packets ?? 0) ")
          && line.contains("mark=\(flow.mark ?? 0) ")
          && line.contains(flow.lane == .hardware ? "[HW_OFFLOAD]" : "src=")
      }
      #expect(!found.isEmpty, "\(flow)")
    }
  }

  /// What `nft list ruleset` asked for, and `conntrack -L` after it.
  @Test func theRulesetThatNftListedIsThere() throws {
    let snapshots = try play(try Self.fixture("nft.pcapng"))
    let ruleset = try #require(snapshots.last?.ruleset)
    #expect(snapshots.last?.rulesetProblem == nil && snapshots.last?.malformedExample == nil)
    let lines = String(decoding: try Self.fixture("nft.txt"), as: UTF8.self).split(separator: "\n")
    let rules = lines.filter { $0.hasPrefix("\t\t") && $0.contains("# handle ") }
      .compactMap { $0.split(separator: " ").last.flatMap { UInt64($0) } }
    #expect(rules.count > 40)
    #expect(
      ruleset.rules.filter { !$0.chain.hasPrefix("__") }.map(\.handle).sorted() == rules.sorted())
    #expect(ruleset.rules.contains { $0.expressions.contains(.flowOffload("ft")) })
    #expect(ruleset.chains.contains { $0.name == "forward" && $0.hook?.number == 2 })
    #expect(ruleset.sets.first { $0.name == "subnets" }?.elements?.count == 2)
    #expect(ruleset.sets.allSatisfy { $0.elements != nil })
    #expect(ruleset.generation != nil && ruleset.objects.count == 4)
    #expect(snapshots.last?.flowtables?.map(\.name) == ["ft"])
  }

  @Test(arguments: ["tcpdump.pcap", "dumpcap.pcapng"])
  func aCaptureOfNoRulesetHasNone(_ name: String) throws {
    for snapshot in try play(try Self.fixture(name)) {
      #expect(snapshot.ruleset == nil && snapshot.rulesetProblem == nil)
    }
  }

  @Test(arguments: ["tcpdump.pcap", "dumpcap.pcapng"])
  func flowtablesLinksAndAddressesComeAlong(_ name: String) throws {
    let last = try #require(try play(try Self.fixture(name)).last)
    #expect(Set((last.flowtables ?? []).map(\.name)) == ["f", "g"])
    #expect(Set(last.links.map(\.name)).isSuperset(of: ["lo", "hwlan0", "hwwan0", "nlmon0"]))
    #expect(last.addresses.contains { $0.address == Address(ipv4: 0x0a00_0101) })
    #expect(last.addresses.contains { $0.address.ipv4 == nil })
  }
}

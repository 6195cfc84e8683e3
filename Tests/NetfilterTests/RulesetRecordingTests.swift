import FlowModel
import NetlinkWire
import Recording
import Testing

@testable import Netfilter

/// A ruleset that is recorded plays back as it was read.
@Suite(.enabled(if: OwnNamespace.isPossible, OwnNamespace.condition), .timeLimit(.minutes(1)))
struct RulesetRecordingTests {
  private final class Tap: PollTap {
    var recorder = Recorder()
    func beginPoll(machine: Machine, at wallTime: UInt64) {
      recorder.beginPoll(machine: machine, at: wallTime)
    }
    func take(
      _ datagram: RawSpan, answering request: Request, sequence: UInt32, at wallTime: UInt64
    ) {
      recorder.take(datagram, answering: request, sequence: sequence, at: wallTime)
    }
    func note(textsOf rules: [Ruleset.Rule]) { recorder.note(textsOf: rules) }
    func endPoll(at wallTime: UInt64) { recorder.endPoll(at: wallTime) }
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

  @Test func everyPollPlaysBackItsRuleset() throws {
    try OwnNamespace.run {
      let source = try KernelSource()
      let tap = Tap()
      source.tap = tap
      var live: [Snapshot] = [try source.poll()]
      try RulesetTests.loadWide()
      let commands = [
        "true",
        "nft add rule inet filter forward tcp dport 4711 accept",
        "nft add element inet filter web '{ 7777 }'",
        "true",
        "nft delete table inet filter",
        "nft add table inet filter",
        "nft flush ruleset",
      ]
      var sizes: [Int] = []
      _ = tap.recorder.drain()
      var bytes = [UInt8]()
      for command in commands {
        try Shell.run(command)
        live.append(try source.poll())
        let more = tap.recorder.drain()
        sizes.append(more.count)
        bytes += more
      }
      // The first poll of the ruleset is in the file; the one of before is not.
      let played = try play(Self.start(of: live[0]) + bytes)
      live.removeFirst()
      #expect(played.count == live.count)
      for (played, live) in zip(played, live) {
        #expect(played.malformedExample == nil)
        #expect(played.rulesetProblem == nil && live.rulesetProblem == nil)
        #expect(played.ruleset == live.ruleset)
        #expect(
          played.ruleset?.rules.allSatisfy { $0.text != nil || $0.chain.hasPrefix("__") } == true)
      }
      #expect((live[1].ruleset?.rules.count ?? 0) > 60)
      // Nothing changed in the fourth poll.
      #expect(sizes[0] > 10_000 && sizes[3] < 1_000)
      #expect(played.last?.ruleset?.tables == [])
    }
  }

  /// The section and interface that a file begins with.
  private static func start(of snapshot: Snapshot) -> [UInt8] {
    var writer = PcapngWriter()
    writer.begin(machine: snapshot.machine)
    return writer.drain()
  }

  @Test func aFullPollHoldsTheRulesetThoughItDidNotChange() throws {
    try OwnNamespace.run {
      try RulesetTests.loadWide()
      let source = try KernelSource()
      let tap = Tap()
      tap.recorder = Recorder(fullInterval: 0)
      source.tap = tap
      _ = try source.poll()
      _ = tap.recorder.drain()
      let live = try source.poll()
      let second = Self.start(of: live) + tap.recorder.drain()
      #expect(try play(second).map(\.ruleset) == [live.ruleset])
    }
  }

  @Test func textsThatAreLongOrComeLateAreRecordedToo() throws {
    try OwnNamespace.run {
      try Shell.run(
        """
        python3 - <<'PY' | nft -f -
        ports = ", ".join(str(port) for port in range(1, 40000, 2))
        print("table ip t { chain c { tcp dport { " + ports + " } accept; drop; }; }")
        PY
        """)
      let source = try KernelSource()
      let tap = Tap()
      source.tap = tap
      var live = [try source.poll()]
      // The library takes its time.
      while live[live.count - 1].ruleset?.rules.first?.text == nil {
        live.append(try source.poll())
      }
      let text = try #require(live.last?.ruleset?.rules.first?.text)
      #expect(text.utf8.count > 65_535)
      var rules = try #require(live.last?.ruleset?.rules)
      rules[1].text = "drop comment \"late\""
      tap.note(textsOf: rules)
      live.append(try source.poll())
      let played = try play(tap.recorder.drain())
      #expect(played.count == live.count)
      #expect(played.dropLast().map(\.ruleset) == live.dropLast().map(\.ruleset))
      #expect(played.last?.ruleset?.rules == rules)
    }
  }

  @Test func whatIsTooLargeIsUnknownInTheRecordingToo() throws {
    try OwnNamespace.run {
      try Shell.run(
        """
        python3 - <<'PY' | nft -f -
        ends = ", ".join(f"10.{i >> 16}.{i >> 8 & 255}.{i & 255}" for i in range(\
        \(RulesetReader.mostElements) + 1000))
        print("table ip t { set few { type inet_service; elements = { 1, 2 }; }; "
              "set many { type ipv4_addr; elements = { " + ends + " }; }; }")
        PY
        """)
      let source = try KernelSource()
      let tap = Tap()
      source.tap = tap
      let live = [try source.poll(), try source.poll()]
      let bytes = tap.recorder.drain()
      #expect(try play(bytes).map(\.ruleset) == live.map(\.ruleset))
      #expect(live[0].ruleset?.sets.first { $0.name == "many" }.map { $0.elements == nil } == true)
      #expect(bytes.count < 100_000)
    }
  }
}

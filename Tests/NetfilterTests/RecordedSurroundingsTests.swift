import FlowModel
import NetlinkWire
import Recording
import Testing

@testable import Netfilter

/// What stands around the flows, recorded and played: the snapshots are those of the kernel.
@Suite(.enabled(if: OwnNamespace.isPossible, OwnNamespace.condition))
struct RecordedSurroundingsTests {
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
    func endPoll(at wallTime: UInt64) { recorder.endPoll(at: wallTime) }
  }

  private static func play(_ bytes: [UInt8]) throws -> [Snapshot] {
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

  private static func expectEqual(_ played: Snapshot, _ live: Snapshot) {
    #expect(played.links == live.links)
    #expect(played.addresses == live.addresses)
    #expect(played.routes == live.routes)
    #expect(played.routingRules == live.routingRules)
    #expect(played.qdiscs == live.qdiscs)
    #expect(played.features == live.features)
    #expect(played.ipsecPolicies == live.ipsecPolicies)
    #expect(played.machine == live.machine)
    #expect(essence(of: played.neighbors) == essence(of: live.neighbors))
    #expect(played.malformedExample == nil)
  }

  /// The states of neighbours move all the time; what is recorded is whether they are valid.
  private static func essence(of neighbors: [Neighbor]) -> Set<Neighbor> {
    Set(
      neighbors.map {
        var neighbor = $0
        neighbor.state = $0.isValid ? 1 : 0
        return neighbor
      })
  }

  @Test func everyPollPlaysBackAsItWas() throws {
    try RoutedNamespace.run {
      let source = try KernelSource()
      let tap = Tap()
      source.tap = tap
      var live: [Snapshot] = []
      let changes = [
        "true", "ip route add 10.9.0.0/16 via 192.0.2.9", "ip route del 10.0.0.0/8",
        "ip rule del priority 100; ip link set lan0 mtu 1300",
        "ip neighbour add 192.0.2.99 lladdr 02:00:00:00:00:63 dev lan0", "ip link del wan0", "true",
      ]
      for change in changes {
        try ToolOutput.run(change)
        source.refresh()
        live.append(try source.poll())
      }
      #expect(live[0].routes?.isEmpty == false && live[0].ipsecPolicies != nil)
      #expect(live[1].routes != live[0].routes && live[5].links.count < live[4].links.count)
      let played = try Self.play(tap.recorder.drain())
      #expect(played.count == live.count)
      for (one, other) in zip(played, live) { Self.expectEqual(one, other) }
    }
  }

  @Test func aTableTooLongIsUnknownInTheRecordingToo() throws {
    try OwnNamespace.run {
      let source = try KernelSource()
      let tap = Tap()
      source.tap = tap
      try ToolOutput.run("ip link set lo up")
      let before = try source.poll()
      #expect(before.routes?.isEmpty == false)
      try ToolOutput.run(
        "seq 0 50100 | awk '{ printf \"route add 10.%d.%d.%d/32 dev lo\\n\","
          + " int($1/65536), int($1/256)%256, $1%256 }' | ip -batch -")
      source.refresh()
      let after = try source.poll()
      #expect(after.routes == nil && after.links == before.links)
      let bytes = tap.recorder.drain()
      #expect(bytes.count < 100_000)
      let played = try Self.play(bytes)
      #expect(played.map { $0.routes == nil } == [false, true])
    }
  }

  @Test func aPollInWhichNothingChangesTakesNextToNothing() throws {
    try RoutedNamespace.run {
      let source = try KernelSource()
      let tap = Tap()
      source.tap = tap
      var sizes: [Int] = []
      // Devices settle at first: a bridge learns, addresses are probed.
      while sizes.count < 50, sizes.last.map({ $0 >= 1000 }) ?? true {
        source.refresh()
        _ = try source.poll()
        sizes.append(tap.recorder.drain().count)
      }
      #expect((sizes.first ?? 0) > 10_000 && (sizes.last ?? .max) < 1000, "\(sizes)")
    }
  }
}

import FlowModel
import Glibc
import NetlinkWire
import Testing

@testable import Netfilter

/// What happens when the kernel says ENOBUFS, which it really says here.
@Suite(.enabled(if: OwnNamespace.isPossible, OwnNamespace.condition))
struct OverrunTests {
  /// Makes the kernel drop answers, in the middle of the first so many dumps of a poll.
  private final class Flood: PollTap {
    let source: KernelSource
    private var left: Int
    private(set) var calls: [String] = []
    private var descriptor: Int32 = -1

    init(_ source: KernelSource, dumps: Int) {
      self.source = source
      left = dumps
    }

    func beginPoll(machine: Machine, at wallTime: UInt64) {
      calls.append("begin")
      descriptor = source.netfilter.descriptor
    }

    func endPoll(at wallTime: UInt64) { calls.append("end") }

    func take(
      _ datagram: RawSpan, answering request: Request, sequence: UInt32, at wallTime: UInt64
    ) {
      guard request == .flows, left > 0 else { return }
      left -= 1
      calls.append("flood")
      var least: Int32 = 1
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &least, socklen_t(MemoryLayout<Int32>.size))
      let question = Request.statistics.bytes(sequence: 4_000_000)
      for _ in 0..<100 { send(descriptor, question, question.count, 0) }
    }
  }

  private static func fill() throws {
    var flow = Sample.flow(.udp, .ipv4)
    flow.timeout = 600
    for port in 1...500 {
      flow.orig.sourcePort = UInt16(port)
      flow.reply = flow.orig.inverted
      try OwnNamespace.create(flow)
    }
  }

  @Test func aDumpThatOverrunsIsBegunOnceMore() throws {
    try OwnNamespace.run {
      try Self.fill()
      let source = try KernelSource()
      let flood = Flood(source, dumps: 1)
      source.tap = flood
      let snapshot = try source.poll()
      #expect(flood.calls == ["begin", "flood", "begin", "end"])
      #expect(snapshot.flows.count == 500)
      #expect(!snapshot.interrupted)
    }
  }

  @Test func aDumpThatOverrunsTwiceIsHandedOnAsInterrupted() throws {
    try OwnNamespace.run {
      try Self.fill()
      let source = try KernelSource()
      let flood = Flood(source, dumps: 2)
      source.tap = flood
      let snapshot = try source.poll()
      // No end: a recorder would take what is missing for gone.
      #expect(flood.calls == ["begin", "flood", "begin", "flood"])
      #expect(snapshot.interrupted)
      #expect((1..<500).contains(snapshot.flows.count))
      // The next poll is whole again.
      #expect(try source.poll().flows.count == 500)
    }
  }
}

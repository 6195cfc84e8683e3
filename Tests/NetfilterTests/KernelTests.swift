import FlowModel
import Glibc
import NetlinkWire
import Testing

@testable import Netfilter

/// The real kernel, in namespaces that nobody else looks into.
@Suite(.enabled(if: OwnNamespace.isPossible, OwnNamespace.condition))
struct KernelTests {
  /// Entries of every kind that this kernel takes, with a timeout that outlives the test.
  private static func fill() throws {
    for var flow in Sample.all {
      flow.timeout = 600
      flow.mark = 42
      try OwnNamespace.create(flow)
    }
  }

  @Test func anEmptyNamespaceHasNoFlows() throws {
    try OwnNamespace.run {
      let snapshot = try KernelSource(namespace: "here").poll()
      #expect(snapshot.flows.isEmpty)
      #expect(snapshot.entries == 0)
      #expect(!snapshot.interrupted && snapshot.malformed == 0)
      #expect(snapshot.links.map(\.name) == ["lo"])
      #expect(snapshot.machine.namespace == "here")
      #expect(!snapshot.machine.hostname.isEmpty && !snapshot.machine.kernel.isEmpty)
      #expect((snapshot.flowtables == nil) != (snapshot.flowtableProblem == nil))
    }
  }

  @Test func everyKindOfFlowIsListedAsItWasMade() throws {
    try OwnNamespace.run {
      try Self.fill()
      let source = try KernelSource()
      let snapshot = try source.poll()
      #expect(snapshot.flows.count == Sample.all.count)
      #expect(snapshot.entries.map(Int.init) == Sample.all.count)
      for sample in Sample.all {
        let found = snapshot.flows.filter { flow in
          var flow = flow
          // A kernel without the tracker of a protocol follows it by address alone.
          if flow.l4 == .dccp || flow.l4 == .udplite, flow.orig.sourcePort == 0 {
            flow.orig = sample.orig
            flow.reply = sample.reply
          }
          return flow.orig == sample.orig && flow.reply == sample.reply && flow.zone == sample.zone
            && flow.l4 == sample.l4 && flow.orig.family == sample.orig.family
        }
        #expect(!found.isEmpty, "\(sample)")
      }
      #expect(snapshot.flows.allSatisfy { $0.mark == 42 && $0.timeout != nil })
      let second = try source.poll()
      #expect(second.number == 2 && second.time > snapshot.time)
      #expect(Set(second.flows.map(\.key)) == Set(snapshot.flows.map(\.key)))
    }
  }

  @Test func aFlushEndsExactlyItsFlow() throws {
    try OwnNamespace.run {
      try Self.fill()
      var left = Set(try OwnNamespace.flows().map(\.key))
      #expect(left.count == Sample.all.count)
      for flow in try OwnNamespace.flows() {
        #expect(try DeleteRequest(for: flow, sequence: 1).send() == .deleted)
        left.remove(flow.key)
        #expect(Set(try OwnNamespace.flows().map(\.key)) == left)
      }
      #expect(left.isEmpty)
    }
  }

  @Test func aFlushWithAnotherIdOrZoneEndsNothing() throws {
    try OwnNamespace.run {
      try Self.fill()
      let before = Set(try OwnNamespace.flows().map(\.key))
      for flow in try OwnNamespace.flows() {
        var other = flow
        other.id ^= 1
        #expect(try DeleteRequest(for: other, sequence: 1).send() == .alreadyGone)
        other = flow
        other.zone = Zone(id: 4242)
        #expect(try DeleteRequest(for: other, sequence: 1).send() == .alreadyGone)
      }
      #expect(Set(try OwnNamespace.flows().map(\.key)) == before)
    }
  }

  @Test func aTapSeesWhatAPollIsMadeOf() throws {
    final class Tap: PollTap {
      var dump = FlowDump(expecting: nil)
      var requests: Set<Request> = []
      var calls: [String] = []
      func beginPoll(machine: Machine, at wallTime: UInt64) { calls.append("begin") }
      func take(
        _ datagram: RawSpan, answering request: Request, sequence: UInt32, at wallTime: UInt64
      ) {
        requests.insert(request)
        if request == .flows { _ = try? dump.consume(datagram) }
      }
      func endPoll(at wallTime: UInt64) { calls.append("end") }
    }
    try OwnNamespace.run {
      try Self.fill()
      let tap = Tap()
      let source = try KernelSource()
      source.tap = tap
      let snapshot = try source.poll()
      #expect(tap.dump.flows == snapshot.flows)
      #expect(tap.requests.isSuperset(of: Request.plain))
      #expect(tap.calls == ["begin", "end"])
    }
  }
}

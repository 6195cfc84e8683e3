import FlowModel
import Glibc
import NetlinkWire
import Testing

@testable import Netfilter

/// The real kernel replaces and deletes entries, in namespaces that nobody else looks into.
@Suite(.enabled(if: OwnNamespace.isPossible, OwnNamespace.condition))
struct ReplaceKernelTests {
  private static func made(_ flow: Flow) throws -> Flow {
    var flow = flow
    flow.timeout = 600
    flow.mark = 42
    flow.status = [.confirmed, .seenReply, .assured]
    if flow.l4 == .tcp {
      flow.state = ConnectionState(l4: .tcp, rawValue: ConnectionState.tcpEstablished)
    }
    try OwnNamespace.create(flow)
    return try #require(try OwnNamespace.flows().first)
  }

  @Test func aResetLeavesAnEqualEntry() throws {
    for sample in Sample.all where sample.l4 == .tcp || sample.l4 == .udp {
      try OwnNamespace.run {
        let before = try Self.made(sample)
        var editor = try EntryEditor(Machine())
        guard case .done(let after?) = try editor.replace(before, .none) else {
          Issue.record("not done: \(sample)")
          return
        }
        #expect(after.orig == before.orig && after.reply == before.reply)
        #expect(after.zone == before.zone && after.mark == 42 && after.state == before.state)
        #expect(after.status == before.status)
        #expect(try OwnNamespace.flows().map(\.key) == [after.key])
      }
    }
  }

  @Test func anEntryThatIsGoneLeavesNoOther() throws {
    try OwnNamespace.run {
      let flow = try Self.made(Sample.flow(.tcp, .ipv4))
      #expect(try DeleteRequest(for: flow, sequence: 1).send() == .deleted)
      var editor = try EntryEditor(Machine())
      #expect(try editor.replace(flow, .none) == .alreadyGone)
      #expect(try OwnNamespace.flows().isEmpty)
    }
  }

  @Test func anotherEntryOfTheSameTupleStays() throws {
    try OwnNamespace.run {
      let flow = try Self.made(Sample.flow(.udp, .ipv6))
      var other = flow
      other.id ^= 1
      var editor = try EntryEditor(Machine())
      #expect(try editor.replace(other, .none) == .alreadyGone)
      #expect(try OwnNamespace.flows().map(\.key) == [flow.key])
    }
  }

  @Test func whatTheKernelDoesNotTakeIsPutBackAsItWas() throws {
    try OwnNamespace.run {
      let flow = try Self.made(Sample.flow(.tcp, .ipv4))
      var editor = try EntryEditor(Machine())
      let outcome = try editor.replace(flow, .helper("no-such-helper"))
      guard case .failed(let sentence) = outcome else {
        Issue.record("\(outcome)")
        return
      }
      #expect(sentence.contains("put back"))
      let left = try OwnNamespace.flows()
      #expect(left.map(\.orig) == [flow.orig] && left.first?.mark == 42)
    }
  }

  @Test func aBatchOfDeletesEndsTheseAndNoOthers() throws {
    try OwnNamespace.run {
      for port in UInt16(1)...300 {
        var flow = Sample.flow(.udp, .ipv4)
        flow.orig.sourcePort = port
        flow.reply = flow.orig.inverted
        flow.timeout = 600
        try OwnNamespace.create(flow)
      }
      let all = try OwnNamespace.flows()
      let doomed = all.filter { $0.orig.sourcePort <= 200 }
      var editor = try EntryEditor(Machine())
      var results: [ActionResult] = []
      var rest = doomed[...]
      while !rest.isEmpty {
        results += try editor.delete(rest.prefix(EntryEditor.batch))
        rest = rest.dropFirst(EntryEditor.batch)
      }
      #expect(results.count == 200 && results.allSatisfy { $0.outcome == .done(nil) })
      #expect(try OwnNamespace.flows().count == 100)
      let again = try editor.delete(doomed.prefix(3))
      #expect(again.allSatisfy { $0.outcome == .alreadyGone })
    }
  }
}

import FlowModel
import NetlinkWire
import Recording
import Testing

/// Netlink as other programs speak it, on paper.
@Suite struct PlayerTests {
  private func frame(_ datagram: [UInt8], at seconds: UInt64, family: UInt16 = 12) -> Frame {
    Frame(time: seconds * 1_000_000_000, family: family, isToKernel: false, datagram: datagram)
  }

  private func flow(_ id: UInt32, family: Family = .ipv4, timeout: UInt32? = nil) -> Flow {
    let host = Address(ipv4: id)
    let orig = Tuple(
      source: family == .ipv4 ? host : Address(high: 1 << 60, low: UInt64(id)),
      destination: family == .ipv4 ? host : Address(high: 1 << 60, low: 0), sourcePort: 1,
      destinationPort: 2, family: family, l4: .udp)
    return Flow(
      orig: orig, reply: orig.inverted, id: id, status: .confirmed, timeout: timeout)
  }

  private func listed(_ flow: Flow, sequence: UInt32, port: UInt32) -> [UInt8] {
    var bytes = flow.announcement(sequence: sequence)
    bytes[6] |= 2
    bytes.replaceSubrange(12..<16, with: RouterOnPaper.words(port))
    return bytes
  }

  private func done(_ sequence: UInt32, port: UInt32) -> [UInt8] {
    var writer = MessageWriter()
    writer.done(sequence: sequence, port: port)
    return writer.bytes
  }

  private func ids(_ snapshot: Snapshot?) -> [UInt32]? { snapshot?.flows.map(\.id).sorted() }

  @Test func dumpsThatInterleaveAreKeptApart() throws {
    var player = Player()
    // Two programs of the same second have the same sequence.
    let frames: [[UInt8]] = [
      Request.flows.bytes(sequence: 5), Request.flows.bytes(sequence: 5),
      listed(flow(1), sequence: 5, port: 100), listed(flow(8), sequence: 5, port: 200),
      listed(flow(2), sequence: 5, port: 100), listed(flow(9), sequence: 5, port: 200),
    ]
    for datagram in frames { #expect(try player.next(frame(datagram, at: 1)) == nil) }
    #expect(ids(try player.next(frame(done(5, port: 100), at: 2))) == [1, 2])
    #expect(ids(try player.next(frame(done(5, port: 200), at: 3))) == [8, 9])
  }

  @Test func eventsChangeTheTableAndRequestsDoNot() throws {
    var player = Player()
    _ = try player.next(frame(Request.flows.bytes(sequence: 1), at: 1))
    _ = try player.next(frame(listed(flow(1), sequence: 1, port: 9), at: 1))
    _ = try player.next(frame(done(1, port: 9), at: 1))
    var request = flow(7).announcement(sequence: 2)
    request[6] = 5
    #expect(try player.next(frame(request, at: 2)) == nil)
    var deletion = flow(1).obituary(sequence: 2)
    deletion[6] = 5
    #expect(try player.next(frame(deletion, at: 2)) == nil)
    #expect(player.finish() == nil)
    _ = try player.next(frame(flow(2).announcement(sequence: 0), at: 3))
    #expect(ids(player.finish()) == [1, 2])
    _ = try player.next(frame(flow(1).obituary(sequence: 0), at: 4))
    #expect(ids(player.finish()) == [2])
    #expect(player.finish() == nil)
  }

  @Test func aDumpOfOneFamilyLeavesTheOther() throws {
    var player = Player()
    _ = try player.next(frame(Request.flows.bytes(sequence: 1), at: 1))
    for flow in [flow(1), flow(2, family: .ipv6)] {
      _ = try player.next(frame(listed(flow, sequence: 1, port: 9), at: 1))
    }
    _ = try player.next(frame(done(1, port: 9), at: 1))
    var request = Request.flows.bytes(sequence: 2)
    request[16] = 10
    _ = try player.next(frame(request, at: 2))
    _ = try player.next(frame(listed(flow(3, family: .ipv6), sequence: 2, port: 9), at: 2))
    #expect(ids(try player.next(frame(done(2, port: 9), at: 2))) == [1, 3])
    request[8] = 3
    _ = try player.next(frame(request, at: 3))
    #expect(ids(try player.next(frame(done(3, port: 9), at: 3))) == [1])
  }

  @Test func aFilteredDumpTakesNothingAway() throws {
    var player = Player()
    _ = try player.next(frame(Request.flows.bytes(sequence: 1), at: 1))
    _ = try player.next(frame(listed(flow(1), sequence: 1, port: 9), at: 1))
    _ = try player.next(frame(done(1, port: 9), at: 1))
    // CTA_MARK behind struct nfgenmsg.
    var request = Request.flows.bytes(sequence: 2) + [8, 0, 8, 0, 0, 0, 0, 1]
    request[0] = UInt8(request.count)
    _ = try player.next(frame(request, at: 2))
    _ = try player.next(frame(listed(flow(2), sequence: 2, port: 9), at: 2))
    #expect(ids(try player.next(frame(done(2, port: 9), at: 2))) == [1, 2])
  }

  @Test func timeoutsRunDownBetweenSightings() throws {
    var player = Player()
    _ = try player.next(frame(Request.flows.bytes(sequence: 1), at: 10))
    _ = try player.next(frame(listed(flow(1, timeout: 30), sequence: 1, port: 9), at: 10))
    _ = try player.next(frame(done(1, port: 9), at: 10))
    #expect(try player.next(frame(done(2, port: 0), at: 15))?.flows.map(\.timeout) == [25])
    #expect(try player.next(frame(done(3, port: 0), at: 60))?.flows.map(\.timeout) == [0])
  }

  @Test func aCaptureThatBeganInsideADumpSaysThatFlowsMayMiss() throws {
    var player = Player()
    _ = try player.next(frame(listed(flow(1), sequence: 1, port: 9), at: 1))
    #expect(try player.next(frame(done(1, port: 9), at: 1))?.interrupted == true)
  }

  @Test func otherDumpsOfTheSameFamilyAreNoSnapshots() throws {
    var player = Player()
    // NFT_MSG_GETRULE, and its empty answer.
    var request = Request.flowtables.bytes(sequence: 4)
    request[4] = 7
    #expect(try player.next(frame(request, at: 1)) == nil)
    #expect(try player.next(frame(done(4, port: 9), at: 1)) == nil)
    #expect(try player.next(frame(done(4, port: 9), at: 1, family: 0)) == nil)
    #expect(try player.next(frame(done(4, port: 9), at: 1, family: 16)) == nil)
  }

  @Test func flowtablesThatAreRefusedLeaveTheReason() throws {
    var player = Player()
    let request = Request.flowtables.bytes(sequence: 4)
    _ = try player.next(frame(request, at: 1))
    var refusal =
      RouterOnPaper.words(UInt32(20 + request.count)) + RouterOnPaper.words(2)
      + RouterOnPaper.words(4) + RouterOnPaper.words(9)
    refusal += RouterOnPaper.words(UInt32(bitPattern: -95)) + request
    _ = try player.next(frame(refusal, at: 1))
    let snapshot = try #require(try player.next(frame(done(5, port: 0), at: 2)))
    #expect(snapshot.flowtables == nil)
    #expect(
      snapshot.flowtableProblem
        == "This kernel has no flowtables (nf_tables is missing or too old).")
  }

  @Test func aMessageThatCannotBeDecodedIsCountedInItsPoll() throws {
    var player = Player()
    var broken = flow(1).announcement(sequence: 1)
    broken[4] = 0
    broken[20] = 3
    _ = try player.next(frame(broken, at: 1))
    let snapshot = try #require(try player.next(frame(done(1, port: 0), at: 1)))
    #expect(snapshot.malformed == 1)
    #expect(snapshot.malformedExample == "CTA at byte 20 has an impossible length, 3.")
    #expect(try player.next(frame(done(2, port: 0), at: 2))?.malformed == 0)
  }

  @Test func theOtherByteOrderIsRefusedInASentence() throws {
    var player = Player()
    var datagram = done(1, port: 0)
    datagram.replaceSubrange(0..<4, with: datagram[0..<4].reversed())
    #expect(throws: RecordingError.foreignByteOrder) { try player.next(frame(datagram, at: 1)) }
  }
}

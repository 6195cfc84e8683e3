import FlowModel
import NetlinkWire
import Testing

@testable import Netfilter

@Suite struct ReplacementTests {
  private static func translated(_ flow: Flow, source: Bool, destination: Bool) -> Flow {
    var flow = flow
    let isIPv4 = flow.orig.family == .ipv4
    if source {
      flow.reply.destination =
        isIPv4 ? Address(ipv4: 0xcb00_7101) : Address(high: 0xfd << 56 | 2, low: 3)
      flow.reply.destinationPort = 61_000
    }
    if destination {
      flow.reply.source =
        isIPv4 ? Address(ipv4: 0x0a09_0909) : Address(high: 0xfd << 56 | 4, low: 5)
      flow.reply.sourcePort = 8443
    }
    return flow
  }

  /// TCP and UDP, of both families, in every kind of zone, with every translation.
  static var all: [Flow] {
    let plain = Sample.all.filter { $0.l4 == .tcp || $0.l4 == .udp }
    return plain.flatMap { flow in
      [(false, false), (true, false), (false, true), (true, true)].map {
        translated(flow, source: $0.0, destination: $0.1)
      }
    }
  }

  /// What a new entry says, with an id as every entry that is listed has one.
  private static func flow(_ bytes: [UInt8], _ message: Message) throws -> Flow {
    var listed = Array(bytes[message.range]) + [8, 0, 12, 0, 0, 0, 0, 1]
    listed.replaceSubrange(0..<4, with: withUnsafeBytes(of: UInt32(listed.count)) { Array($0) })
    var cursor = MessageCursor()
    let whole = try #require(try cursor.next(in: listed.span.bytes))
    return try Flow(decoding: listed.span.bytes, whole)
  }

  private static func attributes(_ bytes: [UInt8], _ message: Message) throws -> [UInt16: Attribute]
  {
    var found: [UInt16: Attribute] = [:]
    var cursor = AttributeCursor(
      (message.payload.lowerBound + 4)..<message.payload.upperBound, of: "CTA")
    while let attribute = try cursor.next(in: bytes.span.bytes) {
      found[attribute.type] = attribute
    }
    return found
  }

  @Test(arguments: all)
  func twoMessagesDeleteExactlyTheEntryAndMakeOneOfItsTuple(flow: Flow) throws {
    let bytes = try Replacement(of: flow, .none, on: Machine()).messages(
      replacing: flow, sequence: 7)
    var cursor = MessageCursor()
    let delete = try #require(try cursor.next(in: bytes.span.bytes))
    #expect(delete.type == MessageType.flowGone && delete.sequence == 7)
    let deleteBytes = Array(bytes[delete.range])
    #expect(DeleteProof.holds(for: flow, in: deleteBytes))
    let creation = try #require(try cursor.next(in: bytes.span.bytes))
    #expect(creation.type == MessageType.flow && creation.sequence == 8)
    #expect(creation.range.upperBound == bytes.count)
    // NLM_F_REQUEST, ACK, EXCL and CREATE.
    #expect(creation.flags == 0x605)
    let made = try Self.flow(bytes, creation)
    #expect(made.orig == flow.orig)
    #expect(made.reply == flow.orig.inverted)
    let has = try Self.attributes(bytes, creation)
    // CTA_NAT_SRC and CTA_NAT_DST stand for the translation.
    let sides = flow.translation.map(\.side)
    #expect((has[6] != nil) == sides.contains(.source))
    #expect((has[13] != nil) == sides.contains(.destination))
    // No CTA_ID, no CTA_USE, no counters, no helper.
    for type: UInt16 in [5, 9, 10, 11, 12] { #expect(has[type] == nil) }
    #expect((has[4] != nil) == (flow.l4 == .tcp))
    #expect(made.zone == flow.zone)
  }

  @Test func theTimeoutIsThatOfTheEntryOrOfTheMachine() throws {
    var flow = Sample.flow(.tcp, .ipv4)
    var machine = Machine()
    machine.sysctls["net.netfilter.nf_conntrack_tcp_timeout_established"] = "7200"
    func timeout() throws -> UInt32? {
      let bytes = try Replacement(of: flow, .none, on: machine).creation(sequence: 1)
      var cursor = MessageCursor()
      let message = try #require(try cursor.next(in: bytes.span.bytes))
      return try Self.flow(bytes, message).timeout
    }
    #expect(try timeout() == 7200)
    flow.timeout = 431
    #expect(try timeout() == 431)
    flow.timeout = 1
    #expect(try timeout() == 30)
  }

  @Test func bondsStandInTheNewEntryAlone() throws {
    let flow = Sample.flow(.tcp, .ipv6)
    for bond in [Replacement.Bond.helper("flowlanes-00001"), .sequenceAdjustment] {
      let bytes = try Replacement(of: flow, bond, on: Machine()).creation(sequence: 1)
      var cursor = MessageCursor()
      let message = try #require(try cursor.next(in: bytes.span.bytes))
      let has = try Self.attributes(bytes, message)
      #expect((has[5] != nil) == (bond != .sequenceAdjustment))
      #expect((has[15] != nil) == (bond == .sequenceAdjustment))
      #expect((has[16] != nil) == (bond == .sequenceAdjustment))
    }
  }

  @Test func otherProtocolsAreNeverBuilt() {
    for flow in Sample.all where flow.l4 != .tcp && flow.l4 != .udp {
      #expect(throws: KernelError.self) {
        try Replacement(of: flow, .none, on: Machine()).creation(sequence: 1)
      }
    }
  }

  @Test func theNameOfAHelperFitsAndTellsNamespacesApart() {
    let name = HelperRegistry.name(ofNamespace: 0xf000_0098)
    #expect(name == "flowlanes-00098")
    #expect(HelperRegistry.name(ofNamespace: .max).utf8.count == 15)
    #expect(name != HelperRegistry.name(ofNamespace: 0xf000_0099))
  }

  @Test(arguments: [
    "eth0\" } ; flush ruleset", "a b", "", "eth0\n", "x\\", "eth*", "0123456789abcdef",
  ])
  func noHostileNameOfADeviceStandsInAScript(name: String) {
    var script = PinScript()
    script.makeFastPath(FastPath(devices: ["lan0", name]), hasChain: false)
    #expect(script.text.contains("devices = { \"lan0\" };"))
    #expect(!script.text.contains("flush"))
  }
}

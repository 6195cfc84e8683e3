import FlowModel
import NetlinkWire
import Testing

@testable import Netfilter

@Suite struct DeleteRequestTests {
  /// The attributes of a message after `struct nfgenmsg`, each as it stands, padding included.
  private func attributes(_ bytes: [UInt8]) throws -> [(type: UInt16, range: Range<Int>)] {
    var found: [(UInt16, Range<Int>)] = []
    var cursor = AttributeCursor(20..<bytes.count, of: "CTA")
    while let attribute = try cursor.next(in: bytes.span.bytes) {
      found.append((attribute.type, (attribute.start - 4)..<((attribute.end + 3) & ~3)))
    }
    return found
  }

  @Test(arguments: Sample.all)
  func aRequestNamesItsFlowAndNothingElse(flow: Flow) throws {
    let bytes = try DeleteRequest(for: flow, sequence: 9).bytes
    let types = try attributes(bytes).map(\.type)
    // CTA_TUPLE_ORIG, CTA_ID, and CTA_ZONE where one zone holds for both directions.
    #expect(Set(types) == (flow.zone == Zone(id: 5) ? [1, 12, 18] : [1, 12]))
    #expect(bytes[4..<6] == [2, 1])
    #expect(bytes[16] == flow.orig.family.rawValue)
  }

  @Test(arguments: Sample.all)
  func theProofFailsForEveryOtherFlow(flow: Flow) throws {
    let bytes = try DeleteRequest(for: flow, sequence: 1).bytes
    #expect(DeleteProof.holds(for: flow, in: bytes))
    for other in Sample.all where other != flow {
      #expect(!DeleteProof.holds(for: other, in: bytes))
    }
    var other = flow
    other.id += 1
    #expect(!DeleteProof.holds(for: other, in: bytes))
  }

  @Test(arguments: Sample.all)
  func theProofFailsWithoutAnyOneAttribute(flow: Flow) throws {
    let bytes = try DeleteRequest(for: flow, sequence: 1).bytes
    for attribute in try attributes(bytes) {
      var cut = bytes
      cut.removeSubrange(attribute.range)
      cut.replaceSubrange(0..<4, with: withUnsafeBytes(of: UInt32(cut.count)) { Array($0) })
      #expect(!DeleteProof.holds(for: flow, in: cut))
    }
  }

  @Test func theProofFailsForEveryPrefixAndSurvivesEveryFlippedByte() throws {
    for flow in Sample.all {
      let bytes = try DeleteRequest(for: flow, sequence: 1).bytes
      for length in 0..<bytes.count {
        #expect(!DeleteProof.holds(for: flow, in: Array(bytes[..<length])))
      }
      for index in bytes.indices {
        for flip in [UInt8(1), 0x80, 0xff] {
          var changed = bytes
          changed[index] ^= flip
          // It may hold where the byte says nothing about the flow (flags, sequence, padding), and
          // must not trap anywhere.
          _ = DeleteProof.holds(for: flow, in: changed)
        }
      }
    }
  }

  @Test func nothingIsAProofOfNothing() {
    let flow = Sample.flow(.tcp, .ipv4)
    #expect(!DeleteProof.holds(for: flow, in: []))
    // The message that would empty the table: a delete with a header alone.
    let header: [UInt8] = [20, 0, 0, 0, 2, 1, 5, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0]
    #expect(!DeleteProof.holds(for: flow, in: header))
  }

  @Test(arguments: [0, 19, 127, 129, 200, 255] as [UInt16])
  func anICMPTypeBeyondTheTableOfTheLibraryIsRefused(type: UInt16) {
    var flow = Sample.flow(.icmpv6, .ipv6)
    flow.orig.destinationPort = type << 8
    let isKnown = (128...140).contains(type)
    #expect((try? DeleteRequest(for: flow, sequence: 1)) != nil || !isKnown)
    if !isKnown { #expect(throws: KernelError.self) { try DeleteRequest(for: flow, sequence: 1) } }
    flow = Sample.flow(.icmp, .ipv4)
    flow.orig.destinationPort = type << 8
    if type > 18 { #expect(throws: KernelError.self) { try DeleteRequest(for: flow, sequence: 1) } }
  }

  @Test func icmpOfTheOtherFamilyIsRefused() {
    #expect(throws: KernelError.self) {
      try DeleteRequest(for: Sample.flow(.icmp, .ipv6), sequence: 1)
    }
    #expect(throws: KernelError.self) {
      try DeleteRequest(for: Sample.flow(.icmpv6, .ipv4), sequence: 1)
    }
  }
}

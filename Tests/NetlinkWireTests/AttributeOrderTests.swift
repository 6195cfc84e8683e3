import FlowModel
import NetlinkWire
import Testing

@Suite struct AttributeOrderTests {
  private func flow(_ bytes: [UInt8]) -> Flow? {
    var dump = FlowDump(expecting: nil)
    _ = try? dump.consume(bytes.span.bytes)
    return dump.flows.first
  }

  private func entries(_ folder: String) throws -> [[UInt8]] {
    messages(in: try Fixture.bytes("\(folder)/flows.bin")).dropLast()
  }

  @Test(arguments: Fixture.folders)
  func anUnknownAttributeAnywhereChangesNothing(_ folder: String) throws {
    let strangers = [
      AttributeTree(type: 0x3abc, value: [1, 2, 3]), AttributeTree(type: 0x3abd, value: []),
      AttributeTree(type: 0xbabe, value: [], children: []),
    ]
    for entry in try entries(folder) {
      let known = flow(entry)
      #expect(known != nil)
      let trees = AttributeTree.parse(entry[20...])
      #expect(AttributeTree.bytes(trees) == Array(entry[20...]))
      for stranger in strangers {
        for forest in AttributeTree.inserting(stranger, into: trees) {
          #expect(flow(message(entry, fixed: 20, with: forest)) == known)
        }
      }
    }
  }

  @Test(arguments: Fixture.folders)
  func theOrderOfAttributesDoesNotMatter(_ folder: String) throws {
    var generator = SeededGenerator(state: 7)
    for entry in try entries(folder) {
      let known = flow(entry)
      let trees = AttributeTree.parse(entry[20...])
      for _ in 0..<20 {
        let forest = AttributeTree.shuffled(trees, using: &generator)
        #expect(flow(message(entry, fixed: 20, with: forest)) == known)
      }
    }
  }

  @Test func ofAnAttributeThatComesTwiceTheLastOneHolds() throws {
    let entry = try #require(try entries("6.1-namespace").first)
    let trees = AttributeTree.parse(entry[20...])
    let mark = AttributeTree(type: 8, value: [0, 0, 0, 9])
    #expect(flow(message(entry, fixed: 20, with: trees + [mark]))?.mark == 9)
    #expect(flow(message(entry, fixed: 20, with: [mark] + trees))?.mark == flow(entry)?.mark)
  }

  /// The fuzzer's find: such a flow could not be written again as it was read.
  @Test func flagsOfTCPWithoutItsStateTellNothing() throws {
    let entry = try #require(
      try entries("6.1-namespace").first { flow($0)?.tcpFlags != nil })
    var trees = AttributeTree.parse(entry[20...])
    // CTA_PROTOINFO, and CTA_PROTOINFO_TCP_STATE in CTA_PROTOINFO_TCP.
    let protoinfo = try #require(trees.firstIndex { $0.type & 0x3fff == 4 })
    trees[protoinfo].children?[0].children?.removeAll { $0.type == 1 }
    let stateless = try #require(flow(message(entry, fixed: 20, with: trees)))
    #expect(stateless.state == nil && stateless.tcpFlags == nil)
  }

  @Test func theTwoHighBitsOfATypeAreNoPartOfIt() throws {
    let entry = try #require(try entries("6.1-namespace").first)
    var trees = AttributeTree.parse(entry[20...])
    for i in trees.indices where trees[i].children == nil { trees[i].type |= 0x4000 }
    #expect(flow(message(entry, fixed: 20, with: trees)) == flow(entry))
  }

  @Test func countersOf32BitsAreRead() throws {
    let entry = try #require(try entries("6.1-namespace").first)
    var trees = AttributeTree.parse(entry[20...]).filter { $0.type & 0x3fff != 9 }
    trees.append(
      AttributeTree(
        type: 0x8009, value: [],
        children: [
          AttributeTree(type: 3, value: [0, 0, 1, 0]), AttributeTree(type: 4, value: [0, 1, 0, 0]),
        ]))
    let counters = flow(message(entry, fixed: 20, with: trees))?.origCounters
    #expect(counters == Counters(packets: 256, bytes: 65536))
  }
}

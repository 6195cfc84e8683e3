import FlowModel
import Glibc
import NetlinkWire
import Testing

/// Bytes that no kernel sends: nothing traps, nothing hangs, and what is whole is kept.
@Suite struct BrokenMessageTests {
  /// What each file holds; those of the ruleset and of routing share a name.
  private static let kinds: [String: any Dumpable.Type] = [
    "flows": Flow.self, "flowtables": Flowtable.self, "links": Link.self,
    "addresses": LocalAddress.self, "statistics": TableStatistics.self,
    "routes": Route.self, "rules": RoutingRule.self, "neighbors": Neighbor.self,
    "forwarding": Neighbor.self, "qdiscs": QueueingDiscipline.self, "policies": IPsecPolicy.self,
    "ethtool": GenericFamily.self, "names": FeatureNames.self, "features": FeatureBits.self,
    "ruleset tables": Ruleset.Table.self, "ruleset chains": Ruleset.Chain.self,
    "ruleset rules": Ruleset.Rule.self, "ruleset sets": Ruleset.SetDefinition.self,
    "ruleset elements": SetElements.self, "ruleset objects": Ruleset.Object.self,
    "ruleset generation": RulesetGeneration.self,
  ]
  private static let files =
    Fixture.folders.flatMap { folder in
      ["flows", "flowtables", "links", "addresses", "statistics"].map { "\(folder)/\($0).bin" }
    } + Fixture.routingFiles
    + ["tables", "chains", "rules", "sets", "elements", "objects", "generation"].map {
      "6.1-ruleset/\($0).bin"
    }

  private struct Tally: Equatable {
    var read: Int
    var malformed: Int
  }

  private static func tally<Item: Dumpable>(_ kind: Item.Type, _ datagram: [UInt8]) -> Tally {
    var dump = Dump<Item>(expecting: nil)
    _ = try? dump.consume(datagram.span.bytes)
    return Tally(read: dump.items.count, malformed: dump.malformed)
  }

  /// What the file holds: `flows` of `6.1-lanes/flows.bin`.
  private static func name(_ file: String) -> String {
    let name = String(file.split(separator: "/").last?.dropLast(4) ?? "")
    return file.contains("-ruleset/") ? "ruleset \(name)" : name
  }

  /// Decodes as what the file holds.
  private func tally(_ file: String, _ datagram: [UInt8]) -> Tally {
    guard let kind = Self.kinds[Self.name(file)] else { return Tally(read: -1, malformed: -1) }
    return Self.tally(kind, datagram)
  }

  @Test(arguments: files)
  func aPrefixKeepsItsWholeMessages(_ file: String) throws {
    let bytes = try Fixture.bytes(file)
    let whole = messages(in: bytes)
    var ends: [Int] = []
    for message in whole { ends.append((ends.last ?? 0) + message.count) }
    // The end of a dump is no item, nor are rules of multicast routing or neighbours of no concern.
    let items = whole.map { tally(file, $0).read }
    #expect(whole.count == 1 || items.contains { $0 > 0 })
    // Each is decoded from its beginning: of a long file, every seventh will do.
    for length in stride(from: 0, through: bytes.count, by: bytes.count > 12_000 ? 7 : 1) {
      let complete = ends.filter { $0 <= length }.count
      let isCut = length != (ends.last { $0 <= length } ?? 0)
      let expected = Tally(
        read: items[..<complete].reduce(0, +), malformed: isCut ? 1 : 0)
      let found = tally(file, Array(bytes[..<length]))
      if found != expected { Issue.record("\(length) bytes: \(found), not \(expected)") }
    }
  }

  /// What each byte is changed by: every single bit, and all of them.
  ///
  /// With FLOWLANES_EXHAUSTIVE set, every one of the 255 other values: for an optimised build.
  private static let changes: [UInt8] =
    isExhaustive ? Array(1...255) : (0..<8).map { 1 << $0 } + [255]
  private static let isExhaustive = getenv("FLOWLANES_EXHAUSTIVE") != nil

  @Test(arguments: files)
  func aChangedByteSpoilsItsOwnMessageAtMost(_ file: String) throws {
    for (number, message) in messages(in: try Fixture.bytes(file)).enumerated() {
      // Rules are many and long.
      if file.hasSuffix("-ruleset/rules.bin"), number % 4 != 0, !Self.isExhaustive { continue }
      let good = tally(file, message)
      var bytes = message
      for i in message.indices {
        for change in Self.changes {
          bytes[i] = message[i] ^ change
          let found = tally(file, bytes)
          // A length that is wrong may make one message look like several.
          if i >= 4 && found.read + found.malformed > 1 {
            Issue.record("byte \(i) ^ \(change): \(found)")
          }
        }
        // Beyond the header, the message after it is found all the same.
        if i >= 16 {
          let found = tally(file, bytes + message)
          if found.read < good.read { Issue.record("byte \(i): the next message is lost") }
        }
        bytes[i] = message[i]
      }
    }
  }

  @Test func anAttributeTooShortForItsValueIsNamed() {
    var bytes = sample.announcement(sequence: 1)
    // CTA_STATUS is the last attribute but what follows: shorten it by a byte.
    let status = bytes.indices.first { i in
      i >= 20 && i % 4 == 0 && bytes[i...].starts(with: [8, 0, 3, 0])
    }
    guard let status else {
      Issue.record("no CTA_STATUS")
      return
    }
    bytes[status] = 7
    var dump = FlowDump(expecting: nil)
    _ = try? dump.consume(bytes.span.bytes)
    #expect(dump.flows.isEmpty)
    #expect(
      dump.malformedExample == "CTA_STATUS at byte \(status + 4) has an impossible length, 3.")
  }

  @Test func aMissingAttributeIsNamed() {
    let bytes = sample.announcement(sequence: 1)
    let trees = AttributeTree.parse(bytes[20...]).filter { $0.type & 0x3fff != 12 }
    var dump = FlowDump(expecting: nil)
    _ = try? dump.consume(message(bytes, fixed: 20, with: trees).span.bytes)
    #expect(dump.malformedExample == "CTA_ID is missing from the message at byte 0.")
  }

  @Test func aLengthOfZeroEndsTheDatagramAndNotTheProgram() {
    let bytes = [UInt8](repeating: 0, count: 64)
    var dump = FlowDump(expecting: nil)
    _ = try? dump.consume(bytes.span.bytes)
    #expect(dump.malformedExample == "nlmsghdr at byte 0 has an impossible length, 0.")
  }

  private var sample: Flow {
    let orig = Tuple(
      source: Address(ipv4: 1), destination: Address(ipv4: 2), sourcePort: 3, destinationPort: 4,
      family: .ipv4, l4: .udp)
    return Flow(orig: orig, reply: orig.inverted, id: 5, status: .confirmed)
  }
}

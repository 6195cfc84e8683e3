import Canvas
import FlowModel
import Testing

@testable import Dashboard

/// Fifty thousand flows, and a model that has polled them.
enum LargeTable {
  static let count: UInt32 = 50_000

  static func flow(_ number: UInt32, _ bytes: UInt64) -> Flow {
    let orig = Tuple(
      source: Address(ipv4: 0x0a00_0000 + number), destination: Address(ipv4: 0xcb00_7101),
      sourcePort: UInt16(truncatingIfNeeded: number), destinationPort: 443, family: .ipv4, l4: .tcp)
    return Flow(
      orig: orig, reply: orig.inverted, id: number + 1, status: [.confirmed, .seenReply, .assured],
      origCounters: Counters(packets: bytes, bytes: bytes),
      replyCounters: Counters(packets: 0, bytes: 0))
  }

  static func snapshot(_ second: UInt64, _ numbers: Range<UInt32>) -> Snapshot {
    Snapshot(
      number: second, time: second * 1_000_000_000, wallTime: second * 1_000_000_000,
      flows: numbers.map { flow($0, second * UInt64($0) * 10) }, flowtables: [])
  }

  static func model(_ polls: UInt64 = 2) -> Model {
    var model = Model(settings: Settings(), size: Size(width: 80, height: 24))
    for second in 1...polls {
      model.finish(model.update(.snapshot(snapshot(second, 0..<count))))
    }
    return model
  }
}

extension Model {
  /// Goes on until there is nothing more to do; the effects meanwhile, the first ones included.
  @discardableResult
  mutating func finish(_ effects: [Effect]) -> [Effect] {
    var all = effects
    var more = effects
    var turns = 0
    while more.contains(.goOn), turns < 10_000 {
      turns += 1
      more = update(.goOn)
      all += more
    }
    #expect(!more.contains(.goOn) && !hasWork)
    return all
  }

  func id(ofRow row: Int) -> UInt32 { newest.store.records.key(at: listing.rows[row]).id }
}
